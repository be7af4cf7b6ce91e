-- A page of a folder in any order reads its own rows: of one type, or of each of the two, which are then merged. So one index a column serves a
-- list of one type, of both, and with folders first, upwards and downwards. The expressions are those that the lists order by.
-- The planner takes a folder for as small as most are, and would read all of it and sort. So each index has all that a page is chosen by (the size
-- beside its expression), and the parent's own index has the id in it, without which it believes its rows to lie together.
DROP INDEX items_parent_order;
DROP INDEX items_parent_id;
CREATE INDEX items_parent_id ON items (parent_id, id);
CREATE INDEX items_parent_name ON items (parent_id, type, sort_key, id) WHERE trashed_at IS NULL;
CREATE INDEX items_parent_size ON items (parent_id, type, COALESCE(size_bytes, -1), id) INCLUDE (size_bytes) WHERE trashed_at IS NULL;
CREATE INDEX items_parent_updated ON items (parent_id, type, updated_at, id) WHERE trashed_at IS NULL;
CREATE INDEX items_parent_created ON items (parent_id, type, created_at, id) WHERE trashed_at IS NULL;

-- What changed last in a drive, for the list of recent things.
CREATE INDEX items_drive_updated ON items (drive_id, updated_at, id) WHERE trashed_at IS NULL;
