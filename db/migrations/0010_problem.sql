-- Breaks a named rule out of an expression, as a CHECK constraint would: for rules about a change, not about a row
-- (a quota may be below what is used already, but nothing may be added then).
CREATE FUNCTION break_rule(rule text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rule % is broken', rule USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;
