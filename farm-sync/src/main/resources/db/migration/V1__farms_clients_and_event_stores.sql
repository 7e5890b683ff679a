-- Current state of each farm: a fold of farm_event, kept in the same transaction.
create table farm (
  external_farm_id uuid primary key,
  tenant           text not null,
  slug             text not null,
  version          bigint not null,
  is_active        boolean not null,
  state            text not null, -- FarmState of schemas, JSON
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  unique (tenant, slug)
);

-- The event store, which is also the outbox: what the relay publishes, in the order of each farm's versions.
create table farm_event (
  position         bigint generated always as identity primary key,
  event_id         uuid not null unique,
  external_farm_id uuid not null,
  version          bigint not null,
  tenant           text not null,
  event_type       text not null, -- farm.registered.v1 …
  occurred_at      timestamptz not null,
  payload          text not null, -- FarmEvent of schemas, the JSON exactly as it goes on the wire
  headers          text not null, -- JSON object of further record headers: traceparent, request_id
  unique (external_farm_id, version)
);

-- Changes of credentials on their way to topic credentials.
create table credential_event (
  position    bigint generated always as identity primary key,
  event_id    uuid not null unique,
  subject     text not null, -- record key
  event_type  text not null,
  occurred_at timestamptz not null,
  payload     text           -- value of topic credentials as JSON; null is a tombstone
);

create function refuse_rewriting_history() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: events are appended, never changed', tg_op, tg_table_name;
end
$$;

create trigger farm_event_is_append_only before update or delete or truncate on farm_event
  for each statement execute function refuse_rewriting_history();
create trigger credential_event_is_append_only before update or delete or truncate on credential_event
  for each statement execute function refuse_rewriting_history();

create publication farm_relay for table farm_event, credential_event with (publish = 'insert');

-- Secrets are encrypted with AES-256-GCM under a key the database does not know.
create table integration_client (
  id                  uuid primary key,
  name                text not null unique check (length(name) between 1 and 128),
  client_id           text not null unique,
  tenant              text not null,
  scope               text not null,
  secret              bytea not null,
  previous_secret     bytea,
  previous_expires_at timestamptz,
  rotated_at          timestamptz,
  is_active           boolean not null,
  requires_api_key    boolean not null,
  created_at          timestamptz not null,
  updated_at          timestamptz not null
);

create table api_key (
  id           uuid primary key,
  tenant       text not null,
  user_id      text not null,
  name         text not null check (length(name) between 1 and 128),
  lookup       text not null, -- first 12 and last 4 characters of the key's text
  hash         text not null, -- HMAC-SHA256 of the text under the pepper, hex
  scope        text not null,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  created_at   timestamptz not null
);

create table signing_key (
  kid         text primary key,
  private_jwk bytea not null, -- encrypted
  public_jwk  text not null,
  active      boolean not null,
  created_at  timestamptz not null,
  retired_at  timestamptz
);

-- Nonces of accepted requests; a row outlives the time in which its request could be repeated.
create table nonce (
  client_id  text not null,
  nonce      text not null,
  expires_at timestamptz not null,
  primary key (client_id, nonce)
);
create index nonce_by_expiry on nonce (expires_at);

-- What an Idempotency-Key was answered with; only successes are kept.
create table idempotency (
  client_id    text not null,
  key          text not null check (length(key) between 1 and 191),
  request_hash text not null, -- SHA-256 of the canonical JSON of the request, hex
  farm         text not null, -- FarmState of schemas, JSON: what the answer was made of
  created_at   timestamptz not null,
  primary key (client_id, key)
);
create index idempotency_by_age on idempotency (created_at);
