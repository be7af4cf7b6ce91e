-- The library: ten drives of 100,000 items each whose names are made of words, for what searches take. Put into the empty drives of users, on a migrated database.
--
--   psql -v ON_ERROR_STOP=1 -f db/seed/library.sql -c "VACUUM ANALYZE"
--
-- library1@example.com … library10@example.com and reader@example.com are users who are there already. It is one transaction; a second run fails with
-- item_name_taken.
--
--   /Harbor Lantern 1…10              10 folders of each drive, with 99 more in each: 1,000
--       Budget Report Harbor Lantern Kasofman 2024 1000001.pdf …    99 files in each folder: 99,000
--
-- Of ten words each is in 20 % of the names of files, of sixty in 1.7 %, of two hundred in 0.5 %; some 19,000 made up like surnames are in 1.3 % down to
-- 0.001 %, as words are (the nth most frequent in 1/n of the names). Their order and what is between them vary. A tenth of the files has one of the owner's 20 tags.
-- No file has content. The reader has 50 grants: on 5 folders of each drive. All is the same at each run but the ids.
BEGIN;

CREATE TEMP TABLE library ON COMMIT DROP AS
SELECT n, d.owner_id, d.id AS drive_id, d.root_id, CAST((n - 1) * 100000 AS bigint) AS before
FROM generate_series(1, 10) n
LEFT JOIN users u ON u.email = 'library' || n || '@example.com'
LEFT JOIN drives d ON d.owner_id = u.id AND d.kind = 'user';

-- The ids, all at once: nobody else takes one meanwhile.
CREATE TEMP TABLE library_ids ON COMMIT DROP AS
SELECT first, setval(pg_get_serial_sequence('items', 'id'), first + 1000000) AS last FROM nextval(pg_get_serial_sequence('items', 'id')) first;

CREATE TEMP TABLE library_words ON COMMIT DROP AS
SELECT kind, n - 1 AS n, CASE kind WHEN 'tag' THEN word ELSE initcap(word) END AS word
FROM (VALUES
    ('often', 'report budget invoice meeting contract draft project summary plan review'),
    ('usual', 'harbor garden station market bridge castle desert engine forest guitar hammer island jacket kitchen ladder magnet needle orange pepper quartz rabbit saddle
        temple umbrella valley window yellow zebra anchor basket candle dragon eagle feather glacier helmet insect jungle kettle lemon mirror napkin oyster pillow
        quiver rocket shadow ticket uniform violin walnut xylitol yogurt zipper almond button copper donkey ember falcon'),
    ('seldom', 'lantern abacus acorn adapter airship alcove algebra alloy amber antenna apricot archive armor artist aspen atlas attic autumn avocado badger bakery balcony bamboo banjo
        barley barrel beacon beaver bicycle biscuit blanket blossom boiler bonnet boulder bracket brass breeze bronze bucket buffalo bundle burrow cabin cactus camera canal
        canyon carbon cargo carpet cashew cavern cedar cello ceramic chalk channel cherry chimney cider cinema circus citrus clover cobalt coconut compass coral cotton cradle
        crater cricket crystal cushion cypress dahlia dairy dancer delta denim diamond diesel dinner dolphin drawer drummer dynamo echo eclipse elbow elder elm emerald
        enamel estate fabric factory ferry fiddle filter flannel flute fossil fountain foxglove freight frost galaxy gallery garlic gazelle geyser ginger giraffe goblet
        granite gravel grotto gutter hangar harvest hazel hedge heron hickory honey hornet hotel hydrant iceberg incense indigo iris ivory jaguar jasmine jersey jewel juniper
        kayak kernel kiosk kiwi koala lagoon lavender leather lily linen lizard lobster locket locust lumber lynx mango maple marble meadow melon mermaid meteor mint
        mosaic moss muffin mustard nectar nickel nutmeg oasis oat obsidian octave olive onion opal orchid otter oven owl paddle palace panther paper parrot peach pebble pelican pencil penguin pewter pigeon plum pollen pony poplar poppy prairie'),
    ('head', 'ka lo mi re su ta ve no di fa gu he jo ni pa ro sa tu vi wo be ca du el fi go ha im ju ki la me nu or pe ri so te ul za'),
    ('middle', 'bar cel dor fen gil hol jan kel lin mon nar pol rud sol tan vel wer zim bel dan far hen lar mur ros'),
    ('tail', 'son berg man ski ova ini ton ley wick ford dal sen ez ic as ard eau elli opo tak'),
    ('tag', 'urgent approved private archived finance legal travel taxes family health school music photos recipes insurance warranty vehicle housing research signed')) t (kind, words)
CROSS JOIN LATERAL regexp_split_to_table(words, '\s+') WITH ORDINALITY w (word, n);
INSERT INTO library_words
SELECT 'rare', h.n + 40 * m.n + 1000 * t.n, h.word || lower(m.word) || lower(t.word)
FROM library_words h CROSS JOIN library_words m CROSS JOIN library_words t WHERE h.kind = 'head' AND m.kind = 'middle' AND t.kind = 'tail';
ANALYZE library_words;

-- Things by their numbers: 1 to 1000 of each drive are folders. What is chosen for one is chosen by a hash of its number.
ANALYZE library;
ANALYZE library_ids;
CREATE TEMP TABLE library_numbers ON COMMIT DROP AS
SELECT l.n AS drive, x.n, x.n <= 1000 AS is_folder, i.first + s.seed AS id,
    CASE WHEN x.n <= 10 THEN l.root_id ELSE i.first + l.before + CASE WHEN x.n <= 1000 THEN 1 + x.n % 10 ELSE 1 + (x.n - 1001) / 99 END END AS parent_id,
    CAST(CASE WHEN x.n <= 1000 THEN x.n ELSE 999000 + s.seed END AS text) AS number,
    s.seed % 10 AS often, (s.seed + 1 + abs(hashint8extended(s.seed, 2) % 9)) % 10 AS more, abs(hashint8extended(s.seed, 3) % 60) AS usual, abs(hashint8extended(s.seed, 4) % 200) AS seldom,
    CAST(floor(10 * power(CAST(2000 AS float8), abs(hashint8extended(s.seed, 5) % 1000000) / CAST(1000000 AS float8))) AS integer) * 7919 % 20000 AS rare,
    CAST(abs(hashint8extended(s.seed, 6) % 3) AS integer) AS form, (CAST(ARRAY[' ', '_', '-', '.'] AS text[]))[1 + abs(hashint8extended(s.seed, 7) % 4)] AS sign,
    CASE WHEN x.n > 1000 AND hashint8extended(s.seed, 8) % 3 = 0 THEN CAST(2015 + abs(hashint8extended(s.seed, 9) % 12) AS text) END AS year,
    CASE WHEN x.n > 1000 THEN CAST(abs(hashint8extended(s.seed, 10) % 10) AS integer) END AS ending,
    timestamptz '2024-01-01 00:00Z' + interval '1 minute' * abs(hashint8extended(s.seed, 11) % 1000000) AS changed_at, abs(hashint8extended(s.seed, 12) % 200) AS tag
FROM library l
CROSS JOIN library_ids i
CROSS JOIN generate_series(1, 100000) x (n)
CROSS JOIN LATERAL (SELECT l.before + x.n AS seed) s;
ANALYZE library_numbers;

SET LOCAL enable_nestloop = off; -- how many rows the words leave over is misjudged
SET LOCAL work_mem = '64MB';
CREATE TEMP TABLE library_items ON COMMIT DROP AS
SELECT x.id, x.drive, x.parent_id, x.n, x.is_folder, x.changed_at, x.tag, e.mime_type,
    x.words || x.sign || COALESCE(x.year || x.sign, '') || x.number || COALESCE('.' || e.ending, '') AS name,
    translate(lower(x.words) || x.sign, ' _-.', '!"#)') || COALESCE('G' || x.year || translate(x.sign, ' _-.', '!"#)'), '') || chr(ascii('C') + length(x.number)) || x.number
        || COALESCE(')' || e.ending, '') AS base -- of the sort key, as whale.sql has it
FROM (
    SELECT x.*, array_to_string(CASE
        WHEN x.is_folder THEN ARRAY[usual.word, seldom.word]
        WHEN x.form = 0 THEN ARRAY[often.word, more.word, usual.word, seldom.word, rare.word]
        WHEN x.form = 1 THEN ARRAY[rare.word, seldom.word, often.word, usual.word, more.word]
        ELSE ARRAY[usual.word, rare.word, more.word, often.word, seldom.word]
    END, x.sign) AS words
    FROM library_numbers x
    JOIN library_words often ON often.kind = 'often' AND often.n = x.often
    JOIN library_words more ON more.kind = 'often' AND more.n = x.more
    JOIN library_words usual ON usual.kind = 'usual' AND usual.n = x.usual
    JOIN library_words seldom ON seldom.kind = 'seldom' AND seldom.n = x.seldom
    JOIN library_words rare ON rare.kind = 'rare' AND rare.n = x.rare
    OFFSET 0
) x
LEFT JOIN (VALUES
    (0, 'pdf', 'application/pdf'), (1, 'pdf', 'application/pdf'), (2, 'pdf', 'application/pdf'), (3, 'doc', 'application/msword'), (4, 'doc', 'application/msword'), (5, 'xls', 'application/vnd.ms-excel'),
    (6, 'jpg', 'image/jpeg'), (7, 'jpg', 'image/jpeg'), (8, 'txt', 'text/plain'), (9, 'ppt', 'application/vnd.ms-powerpoint')) e (n, ending, mime_type) ON e.n = x.ending;
ANALYZE library_items;
SET LOCAL enable_nestloop = on;

INSERT INTO items (id, drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, created_by, created_at, updated_at)
SELECT x.id, l.drive_id, x.parent_id, CASE WHEN x.is_folder THEN 'folder' ELSE 'file' END, x.name, x.base || '  ' || x.name, CASE WHEN NOT x.is_folder THEN 0 END, x.mime_type, l.owner_id, x.changed_at, x.changed_at
FROM library_items x JOIN library l ON l.n = x.drive
ORDER BY x.id;
INSERT INTO folders (id, drive_id, path, depth)
SELECT x.id, l.drive_id, f.path || CASE WHEN x.n > 10 THEN x.parent_id || '/' ELSE '' END || x.id || '/', CASE WHEN x.n > 10 THEN 2 ELSE 1 END
FROM library_items x JOIN library l ON l.n = x.drive JOIN folders f ON f.id = l.root_id
WHERE x.is_folder
ORDER BY x.id;

INSERT INTO permissions (item_id, user_id, level, granted_by, created_at)
SELECT x.id, u.id, 1, l.owner_id, timestamptz '2026-01-01 00:00Z'
FROM library_items x JOIN library l ON l.n = x.drive JOIN users u ON u.email = 'reader@example.com'
WHERE x.n IN (100, 300, 500, 700, 900);

INSERT INTO tags (drive_id, name, name_key, name_text) SELECT l.drive_id, w.word, lower(w.word), lower(w.word) FROM library l JOIN library_words w ON w.kind = 'tag';
INSERT INTO item_tags (item_id, tag_id)
SELECT x.id, t.id
FROM library_items x JOIN library l ON l.n = x.drive JOIN library_words w ON w.kind = 'tag' AND w.n = x.tag JOIN tags t ON t.drive_id = l.drive_id AND t.name = w.word
WHERE NOT x.is_folder;
UPDATE tags t SET usage_count = (SELECT count(*) FROM item_tags x WHERE x.tag_id = t.id) FROM library l WHERE t.drive_id = l.drive_id;

-- The words of these names, as the service splits them. Their index is made anew afterwards, as it was: that takes a fifth of the time.
CREATE TEMP TABLE library_index ON COMMIT DROP AS SELECT pg_get_indexdef(CAST('search_texts_words' AS regclass)) AS definition;
DROP INDEX search_texts_words;
INSERT INTO search_texts (item_id, drive_id, parent_id, name_text, tags_text, form)
SELECT x.id, l.drive_id, x.parent_id, translate(lower(x.name), '_-.', '   '), COALESCE('#' || t.tag_id, ''), 1
FROM library_items x
JOIN library l ON l.n = x.drive
LEFT JOIN item_tags t ON t.item_id = x.id
ORDER BY x.id;

DO $$ BEGIN EXECUTE (SELECT definition FROM library_index); END $$;

COMMIT;
