-- Control dates of open appeals that new norms or a new calendar moved, until someone has seen it.
CREATE TABLE redated (
  id               INTEGER PRIMARY KEY,
  aggregate        INTEGER NOT NULL,
  -- Civil dates are days from 0001-01-01; no new one when no norm speaks of the appeal any more.
  old_on           INTEGER NOT NULL,
  new_on           INTEGER,
  -- What moved it: `norms`, `calendar`, with a space between.
  documents        TEXT    NOT NULL,
  at_ms            INTEGER NOT NULL,
  acknowledged_ms  INTEGER,
  acknowledged_by  TEXT
);
-- While it is open a line follows further moves.
CREATE UNIQUE INDEX redated_open ON redated (aggregate) WHERE acknowledged_ms IS NULL;
