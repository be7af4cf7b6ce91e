-- Facts that committed: written once, in the transaction of what they tell of.
CREATE TABLE events (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  position   bigint,                              -- given by the sequencer after the commit: consecutive, what cursors use
  action     text        NOT NULL,
  user_id    bigint,
  item_id    bigint,
  drive_id   bigint,
  metadata   jsonb       NOT NULL DEFAULT '{}',
  ip_address inet,
  user_agent text,
  request_id text,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX event_position ON events (position) WHERE position IS NOT NULL;
CREATE INDEX events_without_position ON events (id) WHERE position IS NULL;
CREATE INDEX events_item_id ON events (item_id, id) WHERE item_id IS NOT NULL;
CREATE INDEX events_user_id ON events (user_id, id) WHERE user_id IS NOT NULL;

-- The last position given.
CREATE TABLE event_sequencer (
  singleton     boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  last_position bigint  NOT NULL
);
INSERT INTO event_sequencer (last_position) VALUES (0);
