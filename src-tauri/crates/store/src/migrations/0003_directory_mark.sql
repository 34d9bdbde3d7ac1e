-- The newest mark of the directory's chain that came with what is applied (CBOR).
ALTER TABLE standing ADD COLUMN directory_mark BLOB;
