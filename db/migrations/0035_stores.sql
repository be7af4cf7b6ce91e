-- Bytes may be in more than one store while they are moved from one to another, so whatever names a key names its store.
ALTER TABLE uploads ADD COLUMN staged_store text;
UPDATE uploads SET staged_store = 'fs' WHERE staged_key IS NOT NULL;

-- Uploads that clients send straight to the store: its name for the place, and its handle where the bytes come in parts.
ALTER TABLE uploads ADD COLUMN direct_store text, ADD COLUMN direct_name text, ADD COLUMN direct_id text;

-- What a user's pending uploads take, or may take at any moment.
DROP INDEX uploads_received;
CREATE INDEX uploads_received ON uploads (user_id) INCLUDE (size_bytes) WHERE (staged_key IS NOT NULL OR direct_name IS NOT NULL) AND completed_at IS NULL;

-- A key that a client has, or had, a URL to send to: it is deleted (again) when nobody can send to it any more, unless a blob has it by then.
ALTER TABLE blob_deletions ADD COLUMN is_place boolean NOT NULL DEFAULT false;
