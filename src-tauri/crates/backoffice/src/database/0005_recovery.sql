-- Recovery texts that were given for desks whose key was lost; never removed by the program. The texts stand nowhere.
CREATE TABLE recovery (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    desk BLOB NOT NULL,
    label TEXT NOT NULL,
    office TEXT NOT NULL,
    file BLOB NOT NULL,
    given_by TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
