-- Questions that are asked again and again, what they found, and what is told of it to whom. An item is found once for each
-- watch; a dispatch is made together with its items and keeps its key, however often it is tried.
CREATE TABLE watches (
    name TEXT NOT NULL PRIMARY KEY,
    asked TEXT NOT NULL,
    channels TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE TABLE watch_items (
    watch TEXT NOT NULL REFERENCES watches (name) ON DELETE CASCADE,
    item TEXT NOT NULL,
    number INTEGER NOT NULL,
    found TEXT NOT NULL,
    payload TEXT,
    PRIMARY KEY (watch, item)
);
CREATE TABLE dispatches (
    "key" TEXT NOT NULL PRIMARY KEY,
    watch TEXT NOT NULL REFERENCES watches (name) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    items TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries INTEGER NOT NULL,
    at TEXT NOT NULL,
    reason TEXT
);
CREATE INDEX dispatches_state ON dispatches (state);
