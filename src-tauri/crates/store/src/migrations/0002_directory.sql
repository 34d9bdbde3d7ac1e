-- The directory (справочник), the projections that screens read, and the search.

-- A removed row stays as a mark (data IS NULL): rows never move backwards.
CREATE TABLE directory (
  id        INTEGER PRIMARY KEY,
  kind      TEXT    NOT NULL,
  key       TEXT    NOT NULL,
  position  INTEGER NOT NULL,
  load      INTEGER NOT NULL,
  data      BLOB,
  UNIQUE (kind, key)
);

-- One row: the first load. `number` counts loads; rows of older loads go when a load is done.
CREATE TABLE load (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  due             INTEGER NOT NULL DEFAULT 1,
  loaded_once     INTEGER NOT NULL DEFAULT 0,
  number          INTEGER NOT NULL DEFAULT 0,
  history         BLOB,
  first_position  INTEGER NOT NULL DEFAULT 0,
  after_kind      TEXT,
  after_key       TEXT,
  rows_done       INTEGER NOT NULL DEFAULT 0,
  rows_total      INTEGER NOT NULL DEFAULT 0,
  accounts_done   INTEGER NOT NULL DEFAULT 0,
  accounts_total  INTEGER NOT NULL DEFAULT 0
);
INSERT INTO load (one) VALUES (1);

CREATE TABLE appeal (
  aggregate        INTEGER PRIMARY KEY,
  number           TEXT    NOT NULL,
  number_sort      TEXT    NOT NULL,
  number_find      TEXT    NOT NULL,
  status           INTEGER NOT NULL,
  -- Civil dates are days from 0001-01-01.
  received_on      INTEGER NOT NULL,
  target_on        INTEGER,
  limit_on         INTEGER,
  outer_on         INTEGER,
  -- The control date for sorting: what has none stands last.
  due_sort         INTEGER NOT NULL,
  category         TEXT    NOT NULL,
  topic            TEXT    NOT NULL,
  applicant        TEXT    NOT NULL,
  applicant_sort   TEXT    NOT NULL,
  party            TEXT,
  account          TEXT,
  executor         TEXT,
  executor_name    TEXT,
  executor_sort    TEXT    NOT NULL,
  office           TEXT    NOT NULL,
  registered_at_ms INTEGER NOT NULL
);
CREATE INDEX appeal_by_due ON appeal (due_sort, aggregate);
CREATE INDEX appeal_open ON appeal (due_sort, aggregate) WHERE status < 3;
CREATE INDEX appeal_of_party ON appeal (party) WHERE party IS NOT NULL;

-- What desks learnt about a client.
CREATE TABLE contact (
  aggregate     INTEGER PRIMARY KEY,
  party         TEXT    NOT NULL,
  kind          TEXT    NOT NULL,
  waiting       INTEGER NOT NULL,
  learnt_at_ms  INTEGER NOT NULL
);
CREATE INDEX contact_of_party ON contact (party);

-- Which accounts a client holds: accounts and clients come in any order.
CREATE TABLE account_of_party (
  party    TEXT NOT NULL,
  account  TEXT NOT NULL,
  PRIMARY KEY (party, account)
) WITHOUT ROWID;

-- One document for an account (key `a…`), or for a client without one (key `p…`). Rank is
-- the alphabetical place with gaps, so that the first answers in order are the first rows.
CREATE TABLE search_doc (
  rank  INTEGER PRIMARY KEY,
  key   TEXT NOT NULL UNIQUE,
  text  TEXT NOT NULL
);
CREATE VIRTUAL TABLE search_fts USING fts5 (
  text, content = '', detail = none, columnsize = 0,
  prefix = '1 2 3 4 5 6 7 8 9 10 11 12 13 14', tokenize = 'unicode61 remove_diacritics 0'
);

-- Digits and marks, asked by their beginning.
CREATE TABLE search_number (
  symbols  TEXT    NOT NULL,
  kind     INTEGER NOT NULL,
  target   TEXT    NOT NULL,
  PRIMARY KEY (symbols, kind, target)
) WITHOUT ROWID;

-- Words of an appeal's applicant.
CREATE TABLE search_applicant (
  word    TEXT    NOT NULL,
  appeal  INTEGER NOT NULL,
  PRIMARY KEY (word, appeal)
) WITHOUT ROWID;
