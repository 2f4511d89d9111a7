-- Events that others coded, each coder's apart. They are in no answer; a comparison asks for them by their coder's name.
CREATE TABLE coded_events (
    coder TEXT NOT NULL,
    id TEXT NOT NULL,
    day TEXT NOT NULL,
    type TEXT,
    cameo TEXT,
    quad INTEGER,
    score REAL,
    sources TEXT NOT NULL,
    targets TEXT NOT NULL,
    source_names TEXT NOT NULL,
    target_names TEXT NOT NULL,
    place TEXT,
    url TEXT,
    origin TEXT NOT NULL,
    PRIMARY KEY (coder, id)
);
CREATE INDEX coded_events_day ON coded_events (coder, day);
