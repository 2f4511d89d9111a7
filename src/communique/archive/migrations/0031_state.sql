-- A word that is another one after everything that was written: what was answered while it stood still holds. There is one row
-- at most; none before anything was written since this table is there.
CREATE TABLE state (
    number INTEGER NOT NULL PRIMARY KEY,
    word TEXT NOT NULL
);
