-- One index for "who refers to this blob" and "is it in this drive": with two of them the second question could be asked of all of a blob's
-- versions, whoever's they are, and the time it took told how many there were.
CREATE INDEX versions_blob_drive ON versions (blob_id, drive_id);
DROP INDEX versions_blob_id;
DROP INDEX versions_drive_blob;
