-- The centre's database. Plain SQLite: the sequencer must read what it orders, and its key would
-- have to lie beside the file; the disk of a server is encrypted by whoever runs it.

CREATE TABLE centre (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    history BLOB NOT NULL,
    arrivals INTEGER NOT NULL DEFAULT 0,
    directory_head INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE desk (
    key BLOB PRIMARY KEY,
    public_key BLOB NOT NULL,
    office TEXT NOT NULL,
    window INTEGER NOT NULL,
    label TEXT NOT NULL UNIQUE,
    enrolled_at_ms INTEGER NOT NULL,
    revoked_at_ms INTEGER,
    seen_at_ms INTEGER,
    program TEXT NOT NULL
) STRICT;

CREATE TABLE invitation (
    secret BLOB PRIMARY KEY,
    office TEXT NOT NULL,
    window INTEGER NOT NULL,
    label TEXT NOT NULL UNIQUE,
    expires_at_ms INTEGER NOT NULL,
    used_by BLOB
) STRICT;

-- Replicas get small numbers, so that an entry is one integer: number << 40 | seq.
CREATE TABLE replica_number (
    number INTEGER PRIMARY KEY,
    replica BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE replica (
    number INTEGER PRIMARY KEY REFERENCES replica_number (number),
    key BLOB NOT NULL,
    held_seq INTEGER NOT NULL,
    held_head BLOB NOT NULL,
    ordered_seq INTEGER NOT NULL,
    arrival INTEGER NOT NULL
) STRICT;

CREATE INDEX replica_waiting ON replica (arrival) WHERE ordered_seq < held_seq;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    header_hash BLOB NOT NULL,
    chain BLOB NOT NULL,
    entry BLOB NOT NULL
) STRICT;

-- Sealed bytes, as they came; id is that of the frame's first entry.
CREATE TABLE frame (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE refused (
    hash BLOB PRIMARY KEY,
    brought_by BLOB NOT NULL,
    replica BLOB NOT NULL,
    code INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    first_at_ms INTEGER NOT NULL,
    times INTEGER NOT NULL
) STRICT;

CREATE TABLE branch (
    hash BLOB PRIMARY KEY,
    replica BLOB NOT NULL,
    first_seq INTEGER NOT NULL,
    before BLOB NOT NULL,
    after BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX branch_end ON branch (replica, after);

CREATE TABLE subject (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    subject BLOB NOT NULL,
    state BLOB,
    -- Offices, one a line.
    scope TEXT NOT NULL,
    UNIQUE (kind, subject)
) STRICT;

-- The order. `void` is the reason's number; NULL for an effective entry.
CREATE TABLE placed (
    position INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    replica INTEGER NOT NULL,
    subject INTEGER NOT NULL REFERENCES subject (id),
    void INTEGER,
    head BLOB NOT NULL
) STRICT;

CREATE INDEX placed_replica ON placed (replica, position);
CREATE INDEX placed_subject ON placed (subject, position);

CREATE TABLE feed (
    office TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    PRIMARY KEY (office, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE directory (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    scope TEXT NOT NULL,
    position INTEGER NOT NULL UNIQUE,
    removed INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (kind, key, scope)
) STRICT;

CREATE INDEX directory_change ON directory (scope, position);
CREATE INDEX directory_page ON directory (scope, kind, key) WHERE NOT removed;

-- The directory's chain: a line for each publishing transaction, at its last position.
CREATE TABLE directory_mark (
    position INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
) STRICT;

-- Rows that are there, counted as they come and go: a first load asks on every page.
CREATE TABLE directory_count (
    scope TEXT NOT NULL,
    kind TEXT NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (scope, kind)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER directory_born AFTER INSERT ON directory WHEN NOT new.removed BEGIN
    INSERT INTO directory_count (scope, kind, rows) VALUES (new.scope, new.kind, 1)
    ON CONFLICT (scope, kind) DO UPDATE SET rows = rows + 1;
END;

CREATE TRIGGER directory_turned AFTER UPDATE OF removed ON directory
WHEN old.removed <> new.removed BEGIN
    INSERT INTO directory_count (scope, kind, rows)
    VALUES (new.scope, new.kind, iif(new.removed, -1, 1))
    ON CONFLICT (scope, kind) DO UPDATE SET rows = rows + excluded.rows;
END;
