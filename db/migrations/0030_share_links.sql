-- Tokens that open one item to anyone, within their own limits. A row is kept when its link is deleted, and when its item is gone: visitors are told so.
CREATE TABLE share_links (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token            uuid        NOT NULL,
  item_id          bigint      REFERENCES items (id) ON DELETE SET NULL,
  drive_id         bigint      NOT NULL,            -- where the item was when the link was made; in another drive the link opens nothing
  level            smallint    NOT NULL,            -- 1 read; 2 write: visitors put files into the folder and see nothing
  created_by       bigint      NOT NULL REFERENCES users (id),
  label            text,
  password_hash    text,
  expires_at       timestamptz,
  allow_download   boolean     NOT NULL DEFAULT true,
  max_downloads    integer,
  max_uploads      integer,
  max_upload_bytes bigint,                          -- of one file
  allowed_types    text[],
  access_count     bigint      NOT NULL DEFAULT 0,
  download_count   bigint      NOT NULL DEFAULT 0,
  upload_count     bigint      NOT NULL DEFAULT 0,
  last_accessed_at timestamptz,
  created_at       timestamptz NOT NULL,
  revoked_at       timestamptz,
  CONSTRAINT link_level_known         CHECK (level IN (1, 2)),
  CONSTRAINT link_max_positive        CHECK (max_downloads > 0 AND max_uploads > 0 AND max_upload_bytes > 0),
  CONSTRAINT link_terms_of_downloads  CHECK (level = 1 OR (max_downloads IS NULL AND allow_download)),
  CONSTRAINT link_terms_of_uploads    CHECK (level = 2 OR (max_uploads IS NULL AND max_upload_bytes IS NULL AND allowed_types IS NULL))
) WITH (fillfactor = 80);                           -- counting a visit stays on its page
CREATE UNIQUE INDEX share_link_token ON share_links (token);
CREATE INDEX share_links_item_id    ON share_links (item_id, id) WHERE item_id IS NOT NULL;
CREATE INDEX share_links_created_by ON share_links (created_by, id) WHERE revoked_at IS NULL AND item_id IS NOT NULL;
