-- The latest time a sender said its record of the farm had changed at; retries that come late are told by it.
alter table farm add column source_updated_at timestamptz;
