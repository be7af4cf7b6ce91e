-- What an owner offers to make somebody else's own, with everything below it. It counts while they own it, and while it is in no trash.
CREATE TABLE ownership_offers (
  item_id    bigint      PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  user_id    bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE, -- who may accept
  offered_by bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  keep_level smallint,                            -- what the former owner keeps: 1 read, 2 write, 3 admin; null: nothing
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT offer_level_known CHECK (keep_level BETWEEN 1 AND 3),
  CONSTRAINT offer_to_oneself  CHECK (user_id <> offered_by)
);
CREATE INDEX ownership_offers_user_id    ON ownership_offers (user_id);
CREATE INDEX ownership_offers_offered_by ON ownership_offers (offered_by);
CREATE INDEX ownership_offers_expires_at ON ownership_offers (expires_at);
