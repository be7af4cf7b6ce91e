-- The whale: a drive of 200,021 items for query plans and benchmarks, put into the empty drive of a user, on a migrated database.
--
--   PGOPTIONS="-c whale.owner=a@example.com -c whale.reader=b@example.com" psql -v ON_ERROR_STOP=1 -f db/seed/whale.sql -c "VACUUM ANALYZE"
--
-- whale.owner and whale.reader are the e-mail addresses of two users who are there already: whoever can't set them on the command line sends
-- SET whale.owner = '…' in the same session before. It is one transaction; a second run for the same owner fails with item_name_taken.
--
--   /Level 1/…/Level 18                        18 folders, each in the one before
--   /Level 1/…/Level 8/Tree                    100,000 items below, at depths 10 to 20: what is renamed, moved, trashed and restored
--       Folder 1…1000                          10,000 folders: 1,000 stacks of 10, Folder n + 1000 lies in Folder n
--           Folder 1001…2000 …
--           File 1…90000.txt                   9 in each folder
--   /Level 1/…/Level 18/Many/Child 1…100000.txt    100,000 children of one folder, at depth 20
--   /Elsewhere                                 empty: where Tree moves to
--
-- A fiftieth of the files has no content yet, a tenth has two versions, a tenth a tag. The reader has 50 grants: on Many, on 29 folders and 10 files of
-- Tree, and on 10 children of Many. All is the same at each run but the ids. The 1,000 contents are known (whale_content) and their rows and
-- counts are right, but nobody has put their bytes into a store: that is all that the doctor finds.
BEGIN;

CREATE TEMP TABLE whale_drive (
  owner_id  bigint NOT NULL,
  reader_id bigint NOT NULL,
  drive_id  bigint NOT NULL,
  root_id   bigint NOT NULL
) ON COMMIT DROP;
INSERT INTO whale_drive
SELECT u.id, (SELECT r.id FROM users r WHERE r.email = current_setting('whale.reader')), d.id, d.root_id
FROM (SELECT current_setting('whale.owner') AS email) wanted
LEFT JOIN users u ON u.email = wanted.email
LEFT JOIN drives d ON d.owner_id = u.id AND d.kind = 'user';

-- What there is to be: the nth thing of its kind, in which other one, under which name. A kind of one thing has number 0.
CREATE TEMP TABLE whale (
  kind        text    NOT NULL,
  n           integer NOT NULL,
  parent_kind text,
  parent_n    integer,
  type        text    NOT NULL,
  id          bigint  NOT NULL,
  versions    integer NOT NULL DEFAULT 0,
  version_id  bigint, -- the current one
  PRIMARY KEY (kind, n)
) ON COMMIT DROP;
INSERT INTO whale (kind, n, type, id) SELECT 'Root', 0, 'folder', root_id FROM whale_drive;
INSERT INTO whale (kind, n, parent_kind, parent_n, type, id)
SELECT x.kind, x.n, x.parent_kind, x.parent_n, x.type, nextval(pg_get_serial_sequence('items', 'id'))
FROM (
    SELECT 1 AS step, 'Level' AS kind, n, CASE n WHEN 1 THEN 'Root' ELSE 'Level' END AS parent_kind, n - 1 AS parent_n, 'folder' AS type FROM generate_series(1, 18) n
    UNION ALL VALUES (2, 'Tree', 0, 'Level', 8, 'folder'), (2, 'Many', 0, 'Level', 18, 'folder'), (2, 'Elsewhere', 0, 'Root', 0, 'folder')
    UNION ALL SELECT 3, 'Folder', n, CASE WHEN n <= 1000 THEN 'Tree' ELSE 'Folder' END, GREATEST(0, n - 1000), 'folder' FROM generate_series(1, 10000) n
    UNION ALL SELECT 4, 'File', n, 'Folder', 1 + (n - 1) / 9, 'file' FROM generate_series(1, 90000) n
    UNION ALL SELECT 5, 'Child', n, 'Many', 0, 'file' FROM generate_series(1, 100000) n
    ORDER BY 1, 3
) x;
UPDATE whale
SET versions = CASE WHEN n % 10 = 0 THEN 2 ELSE 1 END, version_id = nextval(pg_get_serial_sequence('versions', 'id'))
WHERE type = 'file' AND n % 50 <> 1;
ANALYZE whale;

-- The contents.
CREATE TEMP TABLE whale_content ON COMMIT DROP AS
SELECT n, sha256(bytes) AS sha256, length(bytes) AS size
FROM generate_series(0, 999) n CROSS JOIN LATERAL (SELECT convert_to(repeat('whale ' || n || chr(10), 1 + n % 97), 'UTF8') AS bytes) c;
INSERT INTO blobs (sha256, size, store, key, stored_size, created_at, verified_at)
SELECT sha256, size, 'fs', left(encode(sha256, 'hex'), 2) || '/' || encode(sha256, 'hex') || '-' || lpad(to_hex(n), 16, '0'), size, timestamptz '2026-01-01 00:00Z', timestamptz '2026-01-01 00:00Z'
FROM whale_content
ORDER BY n
ON CONFLICT (sha256) DO NOTHING;
CREATE TEMP TABLE whale_versions ON COMMIT DROP AS
SELECT CASE v WHEN w.versions THEN w.version_id ELSE nextval(pg_get_serial_sequence('versions', 'id')) END AS id, w.id AS item_id, v AS version_number, b.id AS blob_id, b.size AS size_bytes,
    timestamptz '2026-01-01 00:00Z' + interval '1 minute' * (w.n * 7919 % 200003 + v) AS created_at
FROM whale w
CROSS JOIN LATERAL generate_series(1, w.versions) v
JOIN whale_content c ON c.n = (w.n * 31 + v) % 1000
JOIN blobs b ON b.sha256 = c.sha256;
ANALYZE whale_versions;

-- A sort key, as the service computes it for names like these: letters small, '!' for the space, digits after their number ('C' for none), ')' for the dot; a
-- space for each part that follows, of which the accents are empty; the name itself.
INSERT INTO items (id, drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, current_version_id, version_count, next_version, created_by, created_at, updated_at)
SELECT w.id, d.drive_id, p.id, w.type, x.name, x.base || '  ' || x.name,
    CASE w.type WHEN 'file' THEN COALESCE(v.size_bytes, 0) END, CASE WHEN w.versions > 0 THEN 'text/plain' END, w.version_id, w.versions, w.versions + 1, d.owner_id,
    timestamptz '2026-01-01 00:00Z' + interval '1 minute' * (w.n * 7919 % 200003), timestamptz '2026-01-01 00:00Z' + interval '1 minute' * (w.n * 7919 % 200003 + w.versions)
FROM whale w
CROSS JOIN whale_drive d
JOIN whale p ON p.kind = w.parent_kind AND p.n = w.parent_n
LEFT JOIN whale_versions v ON v.id = w.version_id
CROSS JOIN LATERAL (
    SELECT w.kind || CASE WHEN w.n > 0 THEN ' ' || w.n ELSE '' END || CASE w.type WHEN 'file' THEN '.txt' ELSE '' END AS name,
        lower(w.kind) || CASE WHEN w.n > 0 THEN '!' || chr(ascii('C') + length(CAST(w.n AS text))) || w.n ELSE '' END || CASE w.type WHEN 'file' THEN ')txt' ELSE '' END AS base
) x
ORDER BY w.id;

-- Paths run down the levels, and down each of the stacks.
CREATE TEMP TABLE whale_paths ON COMMIT DROP AS
WITH levels AS (
    SELECT w.kind, w.n, w.id, f.path || string_agg(w.id || '/', '') OVER (ORDER BY w.n) AS path
    FROM whale w CROSS JOIN whale_drive d JOIN folders f ON f.id = d.root_id
    WHERE w.kind = 'Level'
),
single AS (
    SELECT w.kind, w.n, w.id, COALESCE(l.path, f.path) || w.id || '/' AS path
    FROM whale w CROSS JOIN whale_drive d JOIN folders f ON f.id = d.root_id LEFT JOIN levels l ON l.kind = w.parent_kind AND l.n = w.parent_n
    WHERE w.kind IN ('Tree', 'Many', 'Elsewhere')
)
SELECT id, path FROM levels
UNION ALL SELECT id, path FROM single
UNION ALL SELECT w.id, t.path || string_agg(w.id || '/', '') OVER (PARTITION BY w.n % 1000 ORDER BY w.n) FROM whale w JOIN single t ON t.kind = 'Tree' WHERE w.kind = 'Folder';
INSERT INTO folders (id, drive_id, path, depth)
SELECT w.id, d.drive_id, w.path, length(w.path) - length(replace(w.path, '/', '')) - 2 FROM whale_paths w CROSS JOIN whale_drive d ORDER BY w.id;

INSERT INTO versions (id, item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
SELECT v.id, v.item_id, d.drive_id, v.version_number, v.blob_id, v.size_bytes, 'text/plain', d.owner_id, v.created_at FROM whale_versions v CROSS JOIN whale_drive d ORDER BY v.id;
UPDATE blobs b SET ref_count = b.ref_count + v.count FROM (SELECT blob_id, count(*) AS count FROM whale_versions GROUP BY blob_id) v WHERE b.id = v.blob_id;
UPDATE drives d SET used_bytes = d.used_bytes + (SELECT sum(size_bytes) FROM whale_versions) FROM whale_drive w WHERE d.id = w.drive_id;

INSERT INTO permissions (item_id, user_id, level, granted_by, created_at)
SELECT w.id, d.reader_id, CASE w.kind WHEN 'Many' THEN 1 ELSE 1 + w.n % 3 END, d.owner_id, timestamptz '2026-01-01 00:00Z'
FROM whale w CROSS JOIN whale_drive d
WHERE w.kind = 'Many' OR (w.kind = 'Folder' AND w.n % 341 = 1 AND w.n < 9800) OR (w.kind = 'File' AND w.n % 9000 = 5) OR (w.kind = 'Child' AND w.n % 10000 = 5);

WITH made AS (
    INSERT INTO tags (drive_id, name, name_key, name_text)
    SELECT d.drive_id, 'Tag ' || n, 'tag ' || n, 'tag ' || n FROM whale_drive d CROSS JOIN generate_series(0, 19) n
    RETURNING id, name_key
)
INSERT INTO item_tags (item_id, tag_id)
SELECT w.id, m.id FROM whale w JOIN made m ON m.name_key = 'tag ' || w.n / 10 % 20 WHERE w.type = 'file' AND w.n % 10 = 3;
UPDATE tags t SET usage_count = (SELECT count(*) FROM item_tags x WHERE x.tag_id = t.id) FROM whale_drive d WHERE t.drive_id = d.drive_id;

-- The words of these names, as the service splits them.
INSERT INTO search_texts (item_id, drive_id, parent_id, name_text, tags_text, form)
SELECT i.id, i.drive_id, i.parent_id, translate(lower(i.name), '.', ' '), COALESCE((SELECT string_agg('#' || x.tag_id, ' ' ORDER BY x.tag_id) FROM item_tags x WHERE x.item_id = i.id), ''), 1
FROM whale w JOIN items i ON i.id = w.id
WHERE w.kind <> 'Root'
ORDER BY i.id;

INSERT INTO stars (user_id, item_id, created_at)
SELECT d.owner_id, w.id, timestamptz '2026-01-01 00:00Z' + interval '1 minute' * w.n FROM whale w CROSS JOIN whale_drive d WHERE w.kind = 'Many' OR (w.type = 'file' AND w.n % 250 = 7)
UNION ALL
SELECT d.reader_id, w.id, timestamptz '2026-01-01 00:00Z' + interval '1 minute' * w.n FROM whale w CROSS JOIN whale_drive d WHERE w.kind = 'Many' OR (w.kind = 'Child' AND w.n % 2500 = 7);

INSERT INTO item_accesses (item_id, last_accessed_at)
SELECT w.id, timestamptz '2026-06-01 00:00Z' + interval '1 minute' * (w.n * 7919 % 200003) FROM whale w WHERE w.type = 'file' AND w.n % 20 = 9;

COMMIT;
