-- Audit (аудит доступа): who saw, unmasked, printed or exported whose card. Given to no desk.

CREATE TABLE audit_head (
    number INTEGER PRIMARY KEY REFERENCES replica_number (number),
    key BLOB NOT NULL,
    held_seq INTEGER NOT NULL,
    held_head BLOB NOT NULL
) STRICT;

-- The id is made as an entry's: number << 40 | seq.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    chain BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    user TEXT NOT NULL,
    party TEXT,
    record BLOB NOT NULL
) STRICT;

CREATE INDEX audit_time ON audit (at_ms);
CREATE INDEX audit_party ON audit (party, at_ms) WHERE party IS NOT NULL;

-- Records of a fork, as they were signed.
CREATE TABLE audit_branch (
    hash BLOB PRIMARY KEY,
    replica BLOB NOT NULL,
    first_seq INTEGER NOT NULL,
    after BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    push BLOB NOT NULL
) STRICT;

CREATE INDEX audit_branch_end ON audit_branch (replica, after);
