-- Events by month, so that a month that is no longer kept goes at once and whole; and what seals them.
ALTER TABLE events RENAME TO events_before;
ALTER SEQUENCE events_id_seq RENAME TO events_before_id_seq;

CREATE TABLE events (
  id            bigint GENERATED ALWAYS AS IDENTITY,
  position      bigint,                           -- given by the sequencer after the commit: consecutive, what cursors use
  action        text        NOT NULL,
  user_id       bigint,
  share_link_id bigint,
  item_id       bigint,
  drive_id      bigint,
  metadata      jsonb       NOT NULL DEFAULT '{}',
  ip_address    inet,
  user_agent    text,
  request_id    text,
  created_at    timestamptz NOT NULL,
  salt          uuid,                             -- of details_hash; gone where the details were erased
  details_hash  bytea,                            -- SHA-256 of salt, metadata, address, agent and request id: seals hold where those are erased
  CONSTRAINT event_id_positive CHECK (id > 0),
  CONSTRAINT event_of_this_age CHECK (created_at >= '2000-01-01 00:00:00+00' AND created_at < '9999-01-01 00:00:00+00')
) PARTITION BY RANGE (created_at);

-- What no month is there for. Empty, unless the maintenance did not run for months.
CREATE TABLE events_default PARTITION OF events DEFAULT;

-- Makes the partition of a month (UTC, as '2026-11') where it is missing, and takes over what waited in the default one. True: it was missing.
CREATE FUNCTION make_event_month(month text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  name  text := 'events_' || replace(month, '-', '_');
  since timestamptz := to_date(month, 'YYYY-MM')::timestamp AT TIME ZONE 'UTC';
  until timestamptz := (to_date(month, 'YYYY-MM') + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
  IF to_regclass(name) IS NOT NULL THEN RETURN false; END IF;
  LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE; -- nothing comes into it between the two statements below
  EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
  EXECUTE format('WITH moved AS (DELETE FROM events_default WHERE created_at >= %L AND created_at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', since, until, name);
  EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, since, until);
  RETURN true;
END $$;

CREATE FUNCTION drop_event_month(month text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TABLE %I', 'events_' || replace(month, '-', '_'));
END $$;

SELECT make_event_month(m) FROM (SELECT DISTINCT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM') AS m FROM events_before ORDER BY 1) months;

INSERT INTO events (id, position, action, user_id, share_link_id, item_id, drive_id, metadata, ip_address, user_agent, request_id, created_at, salt, details_hash)
OVERRIDING SYSTEM VALUE
SELECT e.id, e.position, e.action, e.user_id, e.share_link_id, e.item_id, e.drive_id, e.metadata, e.ip_address, e.user_agent, e.request_id, e.created_at, s.salt,
    sha256(uuid_send(s.salt) || convert_to(CAST(jsonb_build_array(e.metadata, e.ip_address, e.user_agent, e.request_id) AS text), 'UTF8'))
FROM events_before e
LEFT JOIN LATERAL (SELECT gen_random_uuid() AS salt WHERE e.position IS NOT NULL) s ON true;
SELECT setval('events_id_seq', last_value, is_called) FROM events_before_id_seq;
DROP TABLE events_before;

ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (created_at, id);
CREATE INDEX events_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_without_position ON events (id) WHERE position IS NULL;
CREATE INDEX events_of_item ON events (item_id, created_at, id) WHERE item_id IS NOT NULL;
CREATE INDEX events_of_user ON events (user_id, created_at, id) INCLUDE (action) WHERE user_id IS NOT NULL;
CREATE INDEX events_of_action ON events (action, created_at, id);
CREATE INDEX events_of_address ON events (ip_address, created_at, id) WHERE ip_address IS NOT NULL;

-- A chain: each seal bears the hash of the one before it, and is signed with a key that is not in the database. Audit/README.md says what is hashed.
CREATE TABLE audit_seals (
  id             bigint PRIMARY KEY CONSTRAINT audit_seal_id CHECK (id > 0), -- consecutive from 1
  kind           text        NOT NULL CONSTRAINT audit_seal_kind CHECK (kind IN ('events', 'drop', 'erasure')),
  month          text COLLATE "C",                -- of all its events, UTC, as '2026-11'; of an erasure: null
  first_position bigint,                          -- of the events that it seals, or of what was dropped
  last_position  bigint,
  events         bigint      NOT NULL,            -- how many: sealed, dropped or erased
  user_id        bigint,                          -- whose details were erased
  event_hashes   bytea,                           -- 32 bytes an event, in the order of positions; gone with the month
  content_hash   bytea       NOT NULL,            -- SHA-256 of event_hashes
  sealed_at      timestamptz NOT NULL CONSTRAINT audit_seal_of_this_age CHECK (sealed_at >= '2000-01-01 00:00:00+00' AND sealed_at < '9999-01-01 00:00:00+00'),
  previous_hash  bytea       NOT NULL,
  hash           bytea       NOT NULL,
  key_id         text        NOT NULL,
  signature      bytea       NOT NULL
);
ALTER TABLE audit_seals ALTER COLUMN event_hashes SET STORAGE EXTERNAL; -- hashes don't compress
CREATE INDEX audit_seals_last_position ON audit_seals (last_position) WHERE kind = 'events';
CREATE INDEX audit_seals_of_month ON audit_seals (month) WHERE kind = 'events';
