-- Up Migration
-- Surveys of service, item by item, for the shares of conforming items (R000 10.0.3: 6.1, 6.2, 6.3, 7). Remarks are about service, never
-- about people.
create table service_survey (
  id uuid primary key,
  enterprise_id text not null references enterprise (id),
  kind text not null check (kind in ('window', 'hotline', 'on-site', 'staff')),
  surveyed_at timestamptz not null,
  surveyor text not null check (surveyor in ('company', 'users', 'third-party', 'authority')),
  method text not null check (method in ('visit', 'call', 'questionnaire', 'recording')),
  station_id text references station (id),
  items json not null,
  photos json not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null
);

create index service_survey_of on service_survey (enterprise_id, surveyed_at, id);
create index service_survey_all on service_survey (surveyed_at, id);

select protect('service_survey');

-- Down Migration
drop table service_survey;
