-- What people write about an item.
ALTER TABLE items ADD COLUMN description text;

-- What lies in the trash by itself outlives its folder, and stays when that goes to another drive: it has no folder then.
ALTER TABLE items DROP CONSTRAINT item_root_is_folder;
ALTER TABLE items ADD CONSTRAINT item_root_is_folder CHECK (parent_id IS NOT NULL OR type = 'folder' OR trashed_at IS NOT NULL) NOT VALID;
ALTER TABLE items VALIDATE CONSTRAINT item_root_is_folder;
