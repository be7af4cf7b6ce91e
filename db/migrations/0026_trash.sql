-- What a folder took to the trash with it: counted when its owner first looks, then kept until something of it comes out again.
CREATE TABLE trash_sizes (
  item_id     bigint PRIMARY KEY REFERENCES items ON DELETE CASCADE,
  total_bytes bigint NOT NULL, -- of all versions
  item_count  bigint NOT NULL  -- the folder itself included
);

-- The state in which something was listed for a job that must not touch it in another one.
ALTER TABLE job_items ADD COLUMN revision bigint;

-- What lies in the trash by itself in folders that go for good, or elsewhere, without reading what else was in them.
CREATE INDEX items_trashed_in ON items (parent_id) WHERE trashed_at IS NOT NULL;
