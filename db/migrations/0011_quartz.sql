-- The scheduler's tables are its own affair: it makes them, here.
CREATE SCHEMA quartz;
