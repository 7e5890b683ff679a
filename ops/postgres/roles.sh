#!/bin/sh
# Makes the roles of farm-sync, or gives them new passwords. PostgreSQL's image runs it when its data folder is new; by
# hand: PGHOST=… PGUSER=… POSTGRES_DB=farm_sync FARM_WRITER_PASSWORD=… FARM_RELAY_PASSWORD=… ops/postgres/roles.sh
# What they may do is granted by farm-sync's migrations.
set -eu
psql -v ON_ERROR_STOP=1 -v writer="$FARM_WRITER_PASSWORD" -v relay="$FARM_RELAY_PASSWORD" \
  --username "${PGUSER:-$POSTGRES_USER}" --dbname "$POSTGRES_DB" <<'SQL'
select 'create role farm_writer' where not exists (select from pg_roles where rolname = 'farm_writer') \gexec
select 'create role farm_relay' where not exists (select from pg_roles where rolname = 'farm_relay') \gexec
alter role farm_writer with login password :'writer';
alter role farm_relay with login replication password :'relay';
SQL
