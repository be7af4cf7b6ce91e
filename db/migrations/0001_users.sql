-- People who sign in, and what keeps them signed in.
CREATE TABLE users (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email         text        NOT NULL,             -- trimmed and lower-cased by the service
  display_name  text        NOT NULL,
  password_hash text        NOT NULL,
  role          text        NOT NULL DEFAULT 'user',
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  CONSTRAINT email_taken UNIQUE (email),
  CONSTRAINT role_known  CHECK (role IN ('user', 'administrator'))
);

-- One sign-in: the family of its refresh tokens. Every access token names its session, and every request looks it up, so that
-- signing out, disabling a user and changing a password work with the next request.
CREATE TABLE sessions (
  id         uuid        PRIMARY KEY,
  user_id    bigint      NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX sessions_user_id    ON sessions (user_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

-- Each refresh token serves once; one that comes a second time was stolen and ends its session.
CREATE TABLE refresh_tokens (
  token_hash bytea       PRIMARY KEY,             -- SHA-256 of the token
  session_id uuid        NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);
