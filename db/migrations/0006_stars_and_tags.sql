-- What people hang on items: a star is its user's own, a tag belongs to the drive of its items.
CREATE TABLE stars (
  user_id    bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  item_id    bigint      NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, item_id)
);
CREATE INDEX stars_item_id ON stars (item_id);

CREATE TABLE tags (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  drive_id    bigint NOT NULL,
  name        text   NOT NULL,
  name_key    text   NOT NULL COLLATE "C",        -- case-folded by the service
  color       text,
  usage_count bigint NOT NULL DEFAULT 0,
  CONSTRAINT tag_name_taken UNIQUE (drive_id, name_key)
);

CREATE TABLE item_tags (
  item_id bigint NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  tag_id  bigint NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (item_id, tag_id)
);
CREATE INDEX item_tags_tag_id ON item_tags (tag_id);
