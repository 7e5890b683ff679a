-- What the service and its relay may do when they have roles of their own; who migrates owns the tables. Neither can
-- rewrite an event, and the relay sees nothing but what it publishes.
do $$
begin
  if exists (select from pg_roles where rolname = 'farm_writer') then
    grant usage on schema public to farm_writer;
    grant select, insert on farm_event, credential_event to farm_writer;
    grant select, insert, update on farm, integration_client, api_key, signing_key to farm_writer;
    grant select, insert, update, delete on idempotency, nonce to farm_writer;
  end if;
  if exists (select from pg_roles where rolname = 'farm_relay') then
    grant usage on schema public to farm_relay;
    grant select on farm_event, credential_event to farm_relay;
    grant select, insert, delete on relay_heartbeat to farm_relay;
  end if;
end
$$;
