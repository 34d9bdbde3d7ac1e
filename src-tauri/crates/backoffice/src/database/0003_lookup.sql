-- Looks at accounts of other offices, as they were asked for; never removed by the program.
CREATE TABLE lookup (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    desk BLOB NOT NULL,
    label TEXT NOT NULL,
    office TEXT NOT NULL,
    user TEXT NOT NULL,
    number TEXT NOT NULL,
    reason TEXT NOT NULL,
    found INTEGER NOT NULL
) STRICT;

CREATE INDEX lookup_of_desk ON lookup (desk, at_ms);
