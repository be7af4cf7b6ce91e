-- A pending upload may be completed by proving that one has its content: once, by these ranges.
ALTER TABLE uploads
  ADD COLUMN proof_nonce    bytea,
  ADD COLUMN proof_offsets  bigint[],
  ADD COLUMN proof_tried_at timestamptz;
