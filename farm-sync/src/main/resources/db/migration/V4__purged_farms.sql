-- Farms that were erased for good. The row stays, without names or place: their ids are not given to other farms.
alter table farm add column is_purged boolean not null default false;
