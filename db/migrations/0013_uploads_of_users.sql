-- As for items and versions: users are not locked by uploads. Whoever erases a user deletes these rows.
ALTER TABLE uploads DROP CONSTRAINT uploads_user_id_fkey;
