-- What the end of a blob needs (src/DocMgmt.Drive/Blobs/README.md).
ALTER TABLE blobs ADD COLUMN suspected_at timestamptz; -- since when the bytes may be bad: a proof of possession failed against them

-- A key stands here once: clean-up that takes staged bytes for abandoned enters it, and a commit that would refer to it fails.
ALTER TABLE blob_deletions ADD COLUMN size bigint NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX blob_deletion_key ON blob_deletions (store, key);
