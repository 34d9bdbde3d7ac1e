-- Audit (аудит доступа): who saw, unmasked, printed or saved whose card. Ids and codes only; a
-- chain of its own beside the journal's, for each replica that writes here.

CREATE TABLE audit_head (
  replica    INTEGER PRIMARY KEY REFERENCES replica (id),
  seq        INTEGER NOT NULL,
  chain      BLOB    NOT NULL,
  acked_seq  INTEGER NOT NULL DEFAULT 0,
  -- The last head that has entered the journal, and the civil day of that (days from 0001-01-01).
  sealed_seq INTEGER NOT NULL DEFAULT 0,
  sealed_on  INTEGER
);

CREATE TABLE audit (
  id         INTEGER PRIMARY KEY,
  replica    INTEGER NOT NULL,
  seq        INTEGER NOT NULL,
  chain      BLOB    NOT NULL,
  at_ms      INTEGER NOT NULL,
  user       TEXT    NOT NULL,
  role       INTEGER NOT NULL,
  action     INTEGER NOT NULL,
  object     INTEGER NOT NULL,
  object_id  TEXT    NOT NULL,
  party      TEXT,
  detail     TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  UNIQUE (replica, seq)
);
CREATE INDEX audit_of_user ON audit (user, id);
CREATE INDEX audit_of_party ON audit (party, id) WHERE party IS NOT NULL;
