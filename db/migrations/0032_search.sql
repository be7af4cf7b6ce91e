-- What is searched for: the words of each item's name and description, which the service splits and folds, in one row an item. Apart from items, whose rows change
-- with each version and each look into a folder; these change only with what they say.
CREATE TABLE search_texts (
  item_id      bigint   PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  drive_id     bigint   NOT NULL,
  parent_id    bigint   NOT NULL,                    -- 0 while it is nowhere
  name_text    text     NOT NULL COLLATE "C",        -- the name's words in their order, a space between
  parts_text   text     NOT NULL DEFAULT '' COLLATE "C", -- what such words are made of: budget and 2024 of Budget2024
  about_text   text     NOT NULL DEFAULT '' COLLATE "C", -- the description's words in their order
  content_text text     NOT NULL DEFAULT '' COLLATE "C", -- the words of the content, out of blob_texts; nothing writes it yet
  tags_text    text     NOT NULL DEFAULT '' COLLATE "C", -- #id of each tag
  form         smallint NOT NULL,                    -- of the rules by which words were split
  -- Words bear their drive (7/budget), so that looking one up, or all that begin like it, reads what is in the drives that one sees and nothing of the others,
  -- however many there are. Where an item is (.15) and its tags (#3) are in it too: one index answers all of it at once.
  words        tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(
    CAST(drive_id AS text) || '/' || replace(name_text || ' ' || parts_text || ' ' || about_text || ' ' || content_text, ' ', ' ' || CAST(drive_id AS text) || '/')
    || ' .' || CAST(parent_id AS text) || CASE tags_text WHEN '' THEN '' ELSE ' ' || tags_text END, ' '), CAST(drive_id AS text) || '/'))) STORED
) WITH (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05);
-- What was written lately waits in a list that each search reads whole: so it is kept short.
CREATE INDEX search_texts_words ON search_texts USING gin (words) WITH (gin_pending_list_limit = 128);
CREATE INDEX search_texts_name ON search_texts (drive_id, name_text);

-- A tag's words, as above; null: not split yet.
ALTER TABLE tags ADD COLUMN name_text text COLLATE "C";

-- The text of a content, once for everybody who has it: for what is to read contents.
CREATE TABLE blob_texts (
  blob_id    bigint      PRIMARY KEY REFERENCES blobs (id) ON DELETE CASCADE,
  words      text        NOT NULL COLLATE "C", -- as in search_texts
  created_at timestamptz NOT NULL
);
