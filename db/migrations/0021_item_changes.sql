-- What people write about an item.
ALTER TABLE items ADD COLUMN description text;

-- For the foreign key's own check when an item is deleted, and for what lies in the trash: the other indexes know live items only.
CREATE INDEX items_parent_id ON items (parent_id);

-- What lies in the trash by itself outlives its folder, and stays when that goes to another drive: it has no folder then.
ALTER TABLE items DROP CONSTRAINT item_root_is_folder;
ALTER TABLE items ADD CONSTRAINT item_root_is_folder CHECK (parent_id IS NOT NULL OR type = 'folder' OR trashed_at IS NOT NULL) NOT VALID;
ALTER TABLE items VALIDATE CONSTRAINT item_root_is_folder;
