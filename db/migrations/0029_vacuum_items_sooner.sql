-- Lists are read out of indexes alone, which PostgreSQL can do only with pages that were vacuumed since their last change, and it takes plans by what was
-- counted last. The defaults wait for a fifth of the table: of a million items that is two folders of 100,000 whose lists read all of them.
ALTER TABLE items SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE folders SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);
