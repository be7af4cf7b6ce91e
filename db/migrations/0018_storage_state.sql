-- How the stored contents are: what the integrity scrub looks at first, in which order it takes the rest, and what pending uploads hold.
CREATE INDEX blobs_doubtful    ON blobs (id) WHERE state = 'damaged' OR suspected_at IS NOT NULL;
CREATE INDEX blobs_verified_at ON blobs (verified_at, id);
CREATE INDEX uploads_received  ON uploads (user_id) INCLUDE (size_bytes) WHERE staged_key IS NOT NULL AND completed_at IS NULL;
