-- The trash of a drive, youngest first; what is old enough to go, of all drives; what is being purged.
DROP INDEX items_trashed;
CREATE INDEX items_trashed    ON items (drive_id, trashed_at, id) WHERE trashed_at IS NOT NULL AND purging_at IS NULL;
CREATE INDEX items_trashed_at ON items (trashed_at)               WHERE trashed_at IS NOT NULL AND purging_at IS NULL;
CREATE INDEX items_purging_at ON items (purging_at)               WHERE purging_at IS NOT NULL;
