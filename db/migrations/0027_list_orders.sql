-- A page of a folder in any order reads its own rows: of one type, or of each of the two, which are then merged. So one index a column serves a
-- list of one type, of both, and with folders first, upwards and downwards. The expressions are those that the lists order by.
-- The first is the folder's number, negative for its files. "parent_id = " would be taken for as few rows as most folders have: for so few any index with the
-- parent is as good, followed by a sort, and a page of a huge folder would read all of it. Of this expression nothing is known (no statistics are kept of
-- it), which PostgreSQL takes for a 200th of the table, so that the first rows in order are the cheapest way; and no index of the parent alone answers
-- it. Included is what lets a page be read out of the index.
DROP INDEX items_parent_order;

-- The parent's own index, which foreign keys need, has the id in it, without which the planner believes its rows to lie together: then it took this index
-- to find one name in a folder, and each upload read the whole folder.
DROP INDEX items_parent_id;
CREATE INDEX items_parent_id ON items (parent_id, id);

CREATE INDEX items_parent_name ON items ((CASE type WHEN 'folder' THEN parent_id ELSE -parent_id END), sort_key, id) INCLUDE (parent_id, type) WHERE trashed_at IS NULL;
CREATE INDEX items_parent_size ON items ((CASE type WHEN 'folder' THEN parent_id ELSE -parent_id END), COALESCE(size_bytes, -1), id) INCLUDE (parent_id, type, size_bytes) WHERE trashed_at IS NULL;
CREATE INDEX items_parent_updated ON items ((CASE type WHEN 'folder' THEN parent_id ELSE -parent_id END), updated_at, id) INCLUDE (parent_id, type) WHERE trashed_at IS NULL;
CREATE INDEX items_parent_created ON items ((CASE type WHEN 'folder' THEN parent_id ELSE -parent_id END), created_at, id) INCLUDE (parent_id, type) WHERE trashed_at IS NULL;
ALTER INDEX items_parent_name ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX items_parent_size ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX items_parent_updated ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX items_parent_created ALTER COLUMN 1 SET STATISTICS 0;

-- What changed last in a drive, for the list of recent things.
CREATE INDEX items_drive_updated ON items (drive_id, updated_at, id) WHERE trashed_at IS NULL;
