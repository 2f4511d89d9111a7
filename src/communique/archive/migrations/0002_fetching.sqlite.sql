-- What is followed, and what has been fetched from it.
CREATE TABLE feeds (
    url TEXT NOT NULL PRIMARY KEY,
    title TEXT,
    etag TEXT,
    modified TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('changed', 'unchanged', 'failed')),
    reason TEXT,
    asked TEXT NOT NULL
);
CREATE TABLE fetched (
    feed TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "where" TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('kept', 'failed')),
    tries INTEGER NOT NULL,
    article TEXT,
    reason TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (feed, "key")
);
CREATE INDEX fetched_at ON fetched (at);
