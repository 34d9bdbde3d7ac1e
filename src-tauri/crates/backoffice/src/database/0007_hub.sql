-- Entries of a queue that wait for the hub of their office to name them, in the order in which they
-- left their replicas' lanes.
CREATE TABLE aside (
    number INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL UNIQUE REFERENCES entry (id),
    replica INTEGER NOT NULL,
    office TEXT NOT NULL,
    key BLOB NOT NULL,
    since_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX aside_of_desk ON aside (office, key, number);
CREATE INDEX aside_of_replica ON aside (replica, office, number);

-- What hubs have named and what has no place yet, in the order of the names. The entry may not have
-- arrived, so it stands here by its full name.
CREATE TABLE named (
    number INTEGER PRIMARY KEY,
    tenure BLOB NOT NULL,
    key BLOB NOT NULL,
    replica BLOB NOT NULL,
    seq INTEGER NOT NULL,
    header_hash BLOB NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX named_by ON named (tenure, number);
CREATE INDEX named_entry ON named (replica, seq);
