-- Contents, stored once for everybody. Only the blob feature writes these tables.
CREATE TABLE blobs (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256      bytea       NOT NULL,
  size        bigint      NOT NULL,
  store       text        NOT NULL,
  codec       text        NOT NULL DEFAULT 'plain',
  key         text        NOT NULL,               -- ab/<sha256>-<generation>
  stored_size bigint      NOT NULL,
  ref_count   bigint      NOT NULL DEFAULT 0,     -- number of versions; the sweep believes versions, not this
  orphaned_at timestamptz,                        -- since when nothing refers to it
  state       text        NOT NULL DEFAULT 'healthy',
  scan_status text        NOT NULL DEFAULT 'not_scanned',
  created_at  timestamptz NOT NULL,
  verified_at timestamptz NOT NULL,
  CONSTRAINT blob_known          UNIQUE (sha256),
  CONSTRAINT blob_sha256_length  CHECK (octet_length(sha256) = 32),
  CONSTRAINT blob_size_negative  CHECK (size >= 0),
  CONSTRAINT blob_refs_negative  CHECK (ref_count >= 0),
  CONSTRAINT blob_state_known    CHECK (state IN ('healthy', 'damaged')),
  CONSTRAINT blob_scan_known     CHECK (scan_status IN ('not_scanned', 'clean', 'infected'))
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX blob_key ON blobs (store, key);
CREATE INDEX blobs_orphaned_at ON blobs (orphaned_at) WHERE orphaned_at IS NOT NULL;

-- Bytes that nothing refers to any more and that are to be deleted, not before due_at; struck off last.
CREATE TABLE blob_deletions (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  store  text        NOT NULL,
  key    text        NOT NULL,
  due_at timestamptz NOT NULL
);
CREATE INDEX blob_deletions_due_at ON blob_deletions (due_at);
