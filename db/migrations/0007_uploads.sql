-- Uploads that were announced. A pending one holds no name and is in no list; version_id is its handle.
CREATE TABLE uploads (
  version_id   bigint      PRIMARY KEY,           -- taken from the sequence of versions: what the version will be called
  item_id      bigint      NOT NULL,              -- what a new file will be called, unless the name belongs to another by then
  user_id      bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  parent_id    bigint      NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  item_name    text        NOT NULL COLLATE "C",
  size_bytes   bigint      NOT NULL,
  mime_type    text,                              -- as given; else decided by name and content
  sha256       bytea,                             -- as announced
  on_conflict  text        NOT NULL,
  staged_key   text,                              -- of the bytes received last that fitted
  staged_mime  text,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  completed_at timestamptz
);
CREATE INDEX uploads_expires_at ON uploads (expires_at);
CREATE INDEX uploads_user_id    ON uploads (user_id);
CREATE INDEX uploads_parent_id  ON uploads (parent_id);
CREATE INDEX uploads_staged_key ON uploads (staged_key) WHERE staged_key IS NOT NULL;
