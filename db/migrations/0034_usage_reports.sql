-- What a drive holds, as it was counted last: counted anew when that is long ago, measured by how long it took.
CREATE TABLE usage_reports (
  drive_id bigint PRIMARY KEY,           -- 0: all drives together
  as_of    timestamptz NOT NULL,
  took_ms  integer     NOT NULL,
  report   jsonb       NOT NULL
);
