-- Up Migration
-- A code is one code in whatever case it is written: that of a retired cylinder is void for ever.
create unique index cylinder_code_any_case on cylinder (upper(code));

-- Down Migration
drop index cylinder_code_any_case;
