-- Long work that users ask for: in whose name it is done, what it needs to know, and the things that it deals with, listed once.
ALTER TABLE jobs
  ADD COLUMN session_id uuid,                          -- a sign-in of its own, which ends with it
  ADD COLUMN origin     jsonb   NOT NULL DEFAULT '{}', -- from where it was asked for, for its events
  ADD COLUMN arguments  jsonb   NOT NULL DEFAULT '{}',
  ADD COLUMN position   integer NOT NULL DEFAULT 0,    -- of its things, the last one that is dealt with
  ADD COLUMN item_id    bigint;                        -- what it made, once that is whole
CREATE INDEX jobs_of_users ON jobs (user_id, id) WHERE NOT maintenance AND finished_at IS NULL;

CREATE TABLE job_items (
  job_id    bigint  NOT NULL REFERENCES jobs ON DELETE CASCADE,
  position  integer NOT NULL,  -- from 1; parents come before what is in them
  source_id bigint  NOT NULL,
  type      text    NOT NULL,
  name      text    NOT NULL COLLATE "C",
  parent    integer,           -- the position of the folder that it is in
  made_id   bigint,            -- null: not yet or, up to the job's position, skipped
  PRIMARY KEY (job_id, position)
);

-- On the root of a tree that a job is making: to everybody it looks like something that is being purged, and the purge leaves it alone.
ALTER TABLE items ADD COLUMN job_id bigint;
