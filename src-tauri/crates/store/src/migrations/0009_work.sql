-- Мои дела: what somebody has to do, a row for each. `queue` is whose it is: `u:USER`; or whose it is while
-- nobody in person has it: `head:OFFICE`, `assign:OFFICE` (who may name an executor), `office:OFFICE`.
CREATE TABLE work_item (
  aggregate  INTEGER NOT NULL,
  -- Its place among the items of one aggregate.
  place      INTEGER NOT NULL,
  kind       INTEGER NOT NULL,
  queue      TEXT    NOT NULL,
  owner      TEXT,
  owner_name TEXT,
  office     TEXT    NOT NULL,
  -- Civil date (days from 0001-01-01) by which it must be done, if there is one; `due_sort` is after all dates without it.
  due_on     INTEGER,
  due_sort   INTEGER NOT NULL,
  -- `HH:MM`, empty for the whole day.
  due_at     TEXT    NOT NULL,
  -- It waits for the client.
  waiting    INTEGER NOT NULL,
  -- Something came back: a project, a settlement, a letter.
  back       INTEGER NOT NULL,
  mark       INTEGER NOT NULL,
  number     TEXT    NOT NULL,
  who        TEXT    NOT NULL,
  -- Category of an appeal, step of an agreed step.
  category   TEXT    NOT NULL,
  what       TEXT    NOT NULL,
  PRIMARY KEY (aggregate, place)
) WITHOUT ROWID;
CREATE INDEX work_of_queue ON work_item (queue, due_sort, due_at, aggregate, place);
CREATE INDEX work_of_office ON work_item (office, due_sort, due_at, aggregate, place);
CREATE INDEX work_waiting ON work_item (office, due_sort, due_at, aggregate, place) WHERE waiting = 1;
CREATE INDEX work_back ON work_item (office, due_sort, due_at, aggregate, place) WHERE back = 1;
CREATE INDEX work_waiting_of_queue ON work_item (queue, due_sort, due_at, aggregate, place) WHERE waiting = 1;
CREATE INDEX work_back_of_queue ON work_item (queue, due_sort, due_at, aggregate, place) WHERE back = 1;
