-- Uploads that come in several requests (tus 1.0.0). What came so far is in pieces of a store; a piece counts once it has a row.
CREATE TABLE resumable_uploads (
  id             uuid        PRIMARY KEY,
  user_id        bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,       -- whose work it counts as; a visitor's: the link's maker
  link_id        bigint      REFERENCES share_links (id) ON DELETE CASCADE,          -- by which a visitor came
  drive_id       bigint      NOT NULL REFERENCES drives (id) ON DELETE CASCADE,      -- in whose room its bytes lie, whatever becomes of the folder
  parent_id      bigint      REFERENCES items (id) ON DELETE SET NULL,
  kind           text        NOT NULL CHECK (kind IN ('whole', 'partial', 'final')),
  item_name      text        COLLATE "C",                                            -- null: partial
  mime_type      text,
  sha256         bytea,
  on_conflict    text        NOT NULL,
  metadata       text        NOT NULL,                                               -- as the client sent it
  part_ids       uuid[],                                                             -- final: of what it was made of
  size_bytes     bigint      NOT NULL,
  received_bytes bigint      NOT NULL DEFAULT 0 CHECK (received_bytes BETWEEN 0 AND size_bytes),
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  completed_at   timestamptz,
  item_id        bigint                                                              -- what it became a version of
);
CREATE INDEX resumable_uploads_expires_at ON resumable_uploads (expires_at);
CREATE INDEX resumable_uploads_user_id    ON resumable_uploads (user_id) INCLUDE (link_id, received_bytes, expires_at) WHERE completed_at IS NULL;
CREATE INDEX resumable_uploads_link_id    ON resumable_uploads (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX resumable_uploads_parent_id  ON resumable_uploads (parent_id);

CREATE INDEX resumable_uploads_drive_id   ON resumable_uploads (drive_id);

-- Those of no upload any more are deleted from their store, and then from here.
CREATE TABLE resumable_pieces (
  name       text   PRIMARY KEY,
  upload_id  uuid   REFERENCES resumable_uploads (id) ON DELETE SET NULL,
  starts_at  bigint NOT NULL,
  size_bytes bigint NOT NULL CHECK (size_bytes > 0),
  store      text   NOT NULL,
  UNIQUE (upload_id, starts_at)
);
CREATE INDEX resumable_pieces_left ON resumable_pieces (name) WHERE upload_id IS NULL;
