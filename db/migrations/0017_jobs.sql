-- Long work, a row for each run: maintenance now, what users ask for (copying, purging, erasing) later.
CREATE TABLE jobs (
  id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind                text        NOT NULL,       -- of maintenance, the job's name
  maintenance         boolean     NOT NULL,       -- every administrator may see it, not only who asked for it
  user_id             bigint,                     -- who asked for it; null: the schedule
  run_all             boolean     NOT NULL DEFAULT false, -- to the end instead of one bounded portion
  state               text        NOT NULL,
  attempt             integer     NOT NULL DEFAULT 0, -- a node that was taken for dead knows by it that another one goes on
  done                bigint      NOT NULL DEFAULT 0,
  total               bigint,                     -- null: unknown
  counts              jsonb       NOT NULL DEFAULT '{}',
  errors              text[]      NOT NULL DEFAULT '{}',
  created_at          timestamptz NOT NULL,
  started_at          timestamptz,
  beaten_at           timestamptz,                -- when the node that runs it last said so; one that is silent for long is dead
  cancel_requested_at timestamptz,
  finished_at         timestamptz,
  CONSTRAINT job_state_known CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  CONSTRAINT job_end_known   CHECK ((finished_at IS NULL) = (state IN ('queued', 'running')))
);
CREATE INDEX jobs_started_at  ON jobs (kind, started_at) WHERE started_at IS NOT NULL;
CREATE INDEX jobs_unfinished  ON jobs (kind, id)     WHERE finished_at IS NULL;
CREATE INDEX jobs_finished_at ON jobs (finished_at)  WHERE finished_at IS NOT NULL;
