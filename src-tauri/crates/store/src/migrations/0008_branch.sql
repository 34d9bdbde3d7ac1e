-- The hub of the office: the order that it gives before the centre does, and what it took from the other desks.

-- The place in the hub's order, while the centre has given none. From 2^40 on: in the order of a hub that is gone.
ALTER TABLE entry ADD COLUMN branch_position INTEGER;
-- What waits for its place: little of it, and asked for often.
CREATE INDEX entry_waiting ON entry (replica, seq) WHERE position IS NULL;

-- One row. `history`, `position`, `order_head`: how far the hub's order is applied here. `tenure` and on:
-- this desk is the hub, and there its own order ends.
CREATE TABLE hub_standing (
  one              INTEGER PRIMARY KEY CHECK (one = 1),
  history          BLOB,
  position         INTEGER NOT NULL DEFAULT 0,
  order_head       BLOB,
  tenure           BLOB,
  tenure_position  INTEGER NOT NULL DEFAULT 0,
  tenure_head      BLOB
);
INSERT INTO hub_standing (one) VALUES (1);

-- The order of the tenure, by names: an entry may leave this desk and keep its place.
CREATE TABLE hub_order (
  position     INTEGER NOT NULL PRIMARY KEY,
  replica      INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  header_hash  BLOB    NOT NULL,
  chain        BLOB    NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX hub_order_of_entry ON hub_order (replica, seq);

-- Replicas of other desks as far as they came here by themselves, and where that began.
CREATE TABLE hub_replica (
  replica      INTEGER NOT NULL PRIMARY KEY,
  key          BLOB    NOT NULL,
  held_seq     INTEGER NOT NULL,
  held_chain   BLOB    NOT NULL,
  first_seq    INTEGER NOT NULL,
  first_chain  BLOB    NOT NULL
) WITHOUT ROWID;

-- Their chains after each entry that was taken.
CREATE TABLE hub_taken (
  replica  INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  chain    BLOB    NOT NULL,
  PRIMARY KEY (replica, seq)
) WITHOUT ROWID;

-- Their frames, as they were sealed, for the centre. `number` counts in the order of taking.
CREATE TABLE hub_frame (
  number     INTEGER NOT NULL PRIMARY KEY,
  replica    INTEGER NOT NULL,
  first_seq  INTEGER NOT NULL,
  last_seq   INTEGER NOT NULL,
  at_ms      INTEGER NOT NULL,
  at_centre  INTEGER NOT NULL DEFAULT 0,
  bytes      BLOB    NOT NULL
) WITHOUT ROWID;
CREATE INDEX hub_frame_waiting ON hub_frame (replica, first_seq) WHERE at_centre = 0;

-- Frames that were not taken, and those of forks with their bytes, by the names of their replicas.
CREATE TABLE hub_refused (
  hash         BLOB    NOT NULL PRIMARY KEY,
  brought_by   BLOB    NOT NULL,
  name         BLOB    NOT NULL,
  code         INTEGER NOT NULL,
  size_bytes   INTEGER NOT NULL,
  first_at_ms  INTEGER NOT NULL,
  times        INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE hub_fork (
  hash          BLOB    NOT NULL PRIMARY KEY,
  name          BLOB    NOT NULL,
  first_seq     INTEGER NOT NULL,
  chain_before  BLOB    NOT NULL,
  chain_after   BLOB    NOT NULL,
  at_ms         INTEGER NOT NULL,
  bytes         BLOB    NOT NULL
) WITHOUT ROWID;
