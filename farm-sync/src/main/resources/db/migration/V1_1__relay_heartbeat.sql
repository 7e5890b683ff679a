-- One row, written anew now and then: while no farm changes, it moves the relay's position on, so that the replication
-- slot does not hold back the log of everything else.
create table relay_heartbeat (
  beat_at timestamptz primary key
);

alter publication farm_relay add table relay_heartbeat;
