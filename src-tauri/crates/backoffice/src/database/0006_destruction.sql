-- Aggregates whose bodies were destroyed by an act (акт об уничтожении): they have no state, and what
-- was destroyed is never stored again.
ALTER TABLE subject ADD COLUMN destroyed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX subject_destroyed ON subject (id) WHERE destroyed;
