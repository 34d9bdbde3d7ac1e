-- Questions of heads about the audit of their offices, as they were asked (CBOR); never removed by
-- the program.
CREATE TABLE audit_look (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    desk BLOB NOT NULL,
    label TEXT NOT NULL,
    office TEXT NOT NULL,
    question BLOB NOT NULL,
    given INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_look_of_desk ON audit_look (desk, at_ms);
