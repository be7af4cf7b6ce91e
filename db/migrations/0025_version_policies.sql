-- Which former versions a folder keeps, in the files in it and below; the policy of the nearest folder holds, whole. Where there is none, all are kept.
CREATE TABLE version_policies (
  folder_id       bigint      PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  keep_newest     integer,               -- that many; null: none for being new
  keep_daily_days integer,               -- the last one of each of so many days; null: none for its day
  set_by          bigint      NOT NULL,  -- no foreign key: users are not locked
  updated_at      timestamptz NOT NULL,
  CONSTRAINT policy_newest_in_range CHECK (keep_newest BETWEEN 1 AND 10000),
  CONSTRAINT policy_days_in_range   CHECK (keep_daily_days BETWEEN 1 AND 3650),
  CONSTRAINT policy_says_something  CHECK (keep_newest IS NOT NULL OR keep_daily_days IS NOT NULL)
);
