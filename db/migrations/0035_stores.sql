-- Bytes may be in more than one store while they are moved from one to another, so whatever names a key names its store.
ALTER TABLE uploads ADD COLUMN staged_store text;
UPDATE uploads SET staged_store = 'fs' WHERE staged_key IS NOT NULL;
