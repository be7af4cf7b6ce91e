-- Who else may do what. Inherited by everything below the item.
CREATE TABLE groups (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text        NOT NULL,
  owner_id   bigint      NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL
);
CREATE INDEX groups_owner_id ON groups (owner_id);

CREATE TABLE group_members (
  group_id   bigint  NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
  user_id    bigint  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  is_manager boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, group_id)
);
CREATE INDEX group_members_group_id ON group_members (group_id);

CREATE TABLE permissions (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  item_id    bigint      NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  user_id    bigint      REFERENCES users (id) ON DELETE CASCADE,
  group_id   bigint      REFERENCES groups (id) ON DELETE CASCADE,
  level      smallint    NOT NULL,                -- 1 read, 2 write, 3 admin; 4 is the owner, who needs no row
  expires_at timestamptz,
  granted_by bigint      NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT permission_level_known CHECK (level BETWEEN 1 AND 3),
  CONSTRAINT permission_one_grantee CHECK ((user_id IS NULL) <> (group_id IS NULL)),
  CONSTRAINT permission_of_user  UNIQUE (item_id, user_id),
  CONSTRAINT permission_of_group UNIQUE (item_id, group_id)
);
CREATE INDEX permissions_user_id    ON permissions (user_id)    WHERE user_id IS NOT NULL;
CREATE INDEX permissions_group_id   ON permissions (group_id)   WHERE group_id IS NOT NULL;
CREATE INDEX permissions_expires_at ON permissions (expires_at) WHERE expires_at IS NOT NULL;
