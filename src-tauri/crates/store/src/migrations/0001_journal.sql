-- The journal (журнал): what was written here and what came from others, its order, its frames.
-- Instants are Unix milliseconds. A verdict is -1 (effective) or the number of a reason (void).

CREATE TABLE replica (
  id            INTEGER PRIMARY KEY,
  name          BLOB    NOT NULL UNIQUE,
  -- The key that signs it; NULL for a replica of another desk.
  key           BLOB,
  head_seq      INTEGER NOT NULL DEFAULT 0,
  head_chain    BLOB,
  sealed_seq    INTEGER NOT NULL DEFAULT 0,
  sealed_chain  BLOB,
  branch_seq    INTEGER NOT NULL DEFAULT 0,
  centre_seq    INTEGER NOT NULL DEFAULT 0,
  centre_chain  BLOB
);

-- One row: where this database stands.
CREATE TABLE standing (
  one                 INTEGER PRIMARY KEY CHECK (one = 1),
  replica             INTEGER NOT NULL REFERENCES replica (id),
  machine             BLOB    NOT NULL,
  history             BLOB,
  position            INTEGER NOT NULL DEFAULT 0,
  order_head          BLOB,
  directory_position  INTEGER NOT NULL DEFAULT 0,
  directory_as_of_ms  INTEGER,
  -- Counters that may have been given in acts that a restore has lost.
  counters_lost       INTEGER NOT NULL DEFAULT 0,
  projection_version  INTEGER NOT NULL
);

-- Who acted: once for as many entries as he wrote under the same rules.
CREATE TABLE author (
  id    INTEGER PRIMARY KEY,
  key   BLOB NOT NULL,
  cbor  BLOB NOT NULL,
  UNIQUE (key, cbor)
);

-- What entries are about. `settled` is the state after the ordered entries, kept only while a
-- tail of unordered ones stands after it; `state` is the state with the tail.
CREATE TABLE aggregate (
  id                INTEGER PRIMARY KEY,
  kind              INTEGER NOT NULL,
  subject           BLOB    NOT NULL,
  settled           BLOB,
  settled_position  INTEGER NOT NULL DEFAULT 0,
  state             BLOB,
  tail              INTEGER NOT NULL DEFAULT 0,
  in_scope          INTEGER NOT NULL DEFAULT 1,
  last_entry        INTEGER,
  UNIQUE (kind, subject)
);

CREATE TABLE entry (
  id              INTEGER PRIMARY KEY,
  replica         INTEGER NOT NULL,
  seq             INTEGER NOT NULL,
  header_hash     BLOB    NOT NULL,
  act             BLOB    NOT NULL,
  aggregate       INTEGER NOT NULL,
  base_replica    BLOB,
  base_seq        INTEGER,
  wall_time_ms    INTEGER NOT NULL,
  server_time_ms  INTEGER,
  kind            INTEGER NOT NULL,
  author          INTEGER NOT NULL,
  body_hash       BLOB    NOT NULL,
  salt            BLOB,
  body            BLOB,
  provisional     INTEGER NOT NULL,
  position        INTEGER,
  verdict         INTEGER,
  -- The position under a history that is gone: keeps the order of what waits to be ordered anew.
  former_position INTEGER,
  UNIQUE (replica, seq)
);
CREATE INDEX entry_of_aggregate ON entry (aggregate, position);

-- The suffix that lost its place to another's entries with the same numbers (a cloned or restored disk).
CREATE TABLE branch (
  id           INTEGER PRIMARY KEY,
  replica      INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  header_hash  BLOB    NOT NULL,
  cbor         BLOB    NOT NULL,
  at_ms        INTEGER NOT NULL,
  UNIQUE (replica, seq, header_hash)
);

-- Sealed once; the same bytes go by every carrier.
CREATE TABLE frame (
  replica      INTEGER NOT NULL,
  first_seq    INTEGER NOT NULL,
  last_seq     INTEGER NOT NULL,
  chain_after  BLOB    NOT NULL,
  bytes        BLOB    NOT NULL,
  PRIMARY KEY (replica, first_seq)
);

-- Расхождения: effects that did not come as they were shown, until someone has seen them.
CREATE TABLE discrepancy (
  id               INTEGER PRIMARY KEY,
  code             TEXT    NOT NULL,
  entry            INTEGER UNIQUE,
  own              INTEGER NOT NULL DEFAULT 0,
  told             INTEGER,
  final            INTEGER,
  count            INTEGER,
  at_ms            INTEGER NOT NULL,
  acknowledged_ms  INTEGER,
  acknowledged_by  TEXT
);
CREATE INDEX discrepancy_open ON discrepancy (id) WHERE acknowledged_ms IS NULL;

-- Numbers on paper: the next counter of a series and year.
CREATE TABLE counter (
  series  TEXT    NOT NULL,
  year    INTEGER NOT NULL,
  next    INTEGER NOT NULL,
  PRIMARY KEY (series, year)
) WITHOUT ROWID;

CREATE TABLE draft (
  id          TEXT PRIMARY KEY,
  kind        TEXT    NOT NULL,
  json        TEXT    NOT NULL,
  updated_ms  INTEGER NOT NULL
);

CREATE TABLE setting (
  name   TEXT PRIMARY KEY,
  value  TEXT NOT NULL
) WITHOUT ROWID;
