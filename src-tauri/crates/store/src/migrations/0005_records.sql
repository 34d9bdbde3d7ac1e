-- The list of appeals shows who waits for whom, and filters by channel.
ALTER TABLE appeal ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE appeal ADD COLUMN proposed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE appeal ADD COLUMN channel TEXT NOT NULL DEFAULT '';

-- What else was done with a client at a desk: consultations, agreed steps, incidents, consents, papers.
CREATE TABLE record (
  aggregate  INTEGER PRIMARY KEY,
  kind       INTEGER NOT NULL,
  party      TEXT,
  number     TEXT,
  -- Agreed steps: civil date (days from 0001-01-01) and `HH:MM`, empty for the whole day.
  due_on     INTEGER,
  due_at     TEXT    NOT NULL,
  open       INTEGER NOT NULL,
  executor   TEXT,
  office     TEXT    NOT NULL,
  at_ms      INTEGER NOT NULL
);
CREATE INDEX record_of_party ON record (party, at_ms) WHERE party IS NOT NULL;
CREATE INDEX record_open ON record (due_on, due_at, aggregate) WHERE open = 1;
CREATE INDEX record_of_number ON record (number) WHERE number IS NOT NULL;
CREATE INDEX record_of_kind ON record (kind, at_ms);
