-- Whether item_id was drawn for the new file of this upload: another file's id is not given to a second one after that was purged.
ALTER TABLE uploads ADD COLUMN draws_item_id boolean NOT NULL DEFAULT false;
