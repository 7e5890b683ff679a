-- A key is published before it signs, so that every reader knows it by then.
alter table signing_key add column signs_from timestamptz;
update signing_key set signs_from = created_at;
alter table signing_key alter column signs_from set not null;
