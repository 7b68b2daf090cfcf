-- Up Migration
-- The places of custody summed up: a list of balances reads some thousand rows, however many cylinders there are.
create table custody_balance (
  enterprise_id text not null,
  kind text not null,
  holder text not null,
  model text not null,
  content text not null,
  cylinders integer not null,
  primary key (enterprise_id, kind, holder, model, content)
);

insert into custody_balance
select enterprise_id, kind, holder, model, content, count(*) from custody_place group by 1, 2, 3, 4, 5;

drop index custody_place_balance;

select protect('custody_balance', $$(kind = 'station' and holder in (select s.id from station s))
  or (kind = 'vehicle' and holder in (select v.id from vehicle v))$$);
revoke insert, update, delete on custody_balance from lpg_api;

-- Down Migration
create index custody_place_balance on custody_place (enterprise_id, kind, holder, model, content);
drop table custody_balance;
