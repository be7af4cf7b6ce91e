-- Answers to requests that carried an Idempotency-Key, for a day. Neither the key nor the answer can be read from here.
CREATE TABLE idempotency_answers (
  scope       bytea       PRIMARY KEY,            -- SHA-256 of caller, method, route and key
  fingerprint bytea       NOT NULL,               -- SHA-256 of what was asked
  answer      bytea       NOT NULL,               -- encrypted under a key derived from the Idempotency-Key
  item_id     bigint,                             -- what the answer tells of: shown again only to those who may still see it
  created_at  timestamptz NOT NULL
);
CREATE INDEX idempotency_answers_created_at ON idempotency_answers (created_at);
