-- The queue: visits, shifts of windows and signs of the hall, by the office's day.
CREATE TABLE queue (
  aggregate  INTEGER PRIMARY KEY,
  kind       INTEGER NOT NULL,
  office     TEXT    NOT NULL,
  -- Civil date: days from 0001-01-01.
  day        INTEGER NOT NULL,
  -- Letter and number of a visit's ticket.
  letter     TEXT,
  number     INTEGER,
  party      TEXT,
  at_ms      INTEGER NOT NULL
);
CREATE INDEX queue_of_day ON queue (office, day, kind, letter, number);
CREATE INDEX queue_of_party ON queue (party, at_ms) WHERE party IS NOT NULL;
