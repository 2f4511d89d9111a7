-- The first shape: whole records, and what questions are asked of, one row for each entry.
CREATE TABLE articles (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    published TEXT,
    outlet TEXT,
    byline TEXT,
    dateline TEXT,
    url TEXT,
    language TEXT
);
CREATE INDEX articles_published ON articles (published);
CREATE TABLE records (
    article TEXT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    communique TEXT NOT NULL,
    model TEXT NOT NULL,
    registry TEXT NOT NULL,
    json TEXT NOT NULL
);
CREATE TABLE entries (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (article, id)
);
CREATE INDEX entries_id ON entries (id);
CREATE TABLE actors (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    country TEXT,
    cameo TEXT,
    sectors TEXT NOT NULL,
    office TEXT,
    organization TEXT,
    wikidata TEXT,
    resolved INTEGER NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
);
CREATE INDEX actors_id ON actors (id);
CREATE INDEX actors_country ON actors (country);
CREATE TABLE mentions (
    article TEXT NOT NULL,
    actor TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    form TEXT NOT NULL,
    PRIMARY KEY (article, actor, start, "end"),
    FOREIGN KEY (article, actor) REFERENCES actors (article, id) ON DELETE CASCADE
);
CREATE TABLE times (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT NOT NULL,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    PRIMARY KEY (article, id)
);
CREATE TABLE places (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    geonames INTEGER,
    latitude REAL,
    longitude REAL,
    PRIMARY KEY (article, id)
);
CREATE TABLE documents (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT,
    adopted TEXT,
    PRIMARY KEY (article, id)
);
CREATE TABLE statements (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    speaker TEXT,
    speaker_words TEXT,
    anonymous INTEGER NOT NULL,
    medium TEXT,
    document TEXT,
    reported_by TEXT,
    words TEXT NOT NULL,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
);
CREATE INDEX statements_speaker ON statements (speaker);
CREATE TABLE addressees (
    article TEXT NOT NULL,
    statement TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (article, statement, ordinal),
    FOREIGN KEY (article, statement) REFERENCES statements (article, id) ON DELETE CASCADE
);
CREATE INDEX addressees_actor ON addressees (actor);
CREATE TABLE events (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    contexts TEXT NOT NULL,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL,
    score REAL NOT NULL,
    status TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    sentence TEXT NOT NULL,
    attributed_to TEXT,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    place TEXT,
    place_country TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
);
CREATE INDEX events_earliest ON events (earliest);
CREATE TABLE event_actors (
    article TEXT NOT NULL,
    event TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('source', 'target')),
    ordinal INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (article, event, role, ordinal),
    FOREIGN KEY (article, event) REFERENCES events (article, id) ON DELETE CASCADE
);
CREATE INDEX event_actors_actor ON event_actors (actor);
CREATE TABLE positions (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    actor TEXT NOT NULL,
    question TEXT NOT NULL,
    stance TEXT NOT NULL,
    statement TEXT,
    event TEXT,
    words TEXT NOT NULL,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
);
CREATE INDEX positions_actor ON positions (actor);
CREATE INDEX positions_question ON positions (question);
CREATE TABLE meetings (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    body TEXT,
    status TEXT NOT NULL,
    words TEXT NOT NULL,
    attributed_to TEXT,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    place TEXT,
    place_country TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, id)
);
CREATE INDEX meetings_earliest ON meetings (earliest);
CREATE TABLE participants (
    article TEXT NOT NULL,
    meeting TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (article, meeting, ordinal),
    FOREIGN KEY (article, meeting) REFERENCES meetings (article, id) ON DELETE CASCADE
);
CREATE TABLE agenda (
    article TEXT NOT NULL,
    meeting TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    topic TEXT NOT NULL,
    question TEXT,
    treatment TEXT NOT NULL,
    PRIMARY KEY (article, meeting, ordinal),
    FOREIGN KEY (article, meeting) REFERENCES meetings (article, id) ON DELETE CASCADE
);
CREATE INDEX agenda_question ON agenda (question);
CREATE TABLE notes (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    level TEXT NOT NULL,
    about TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article, ordinal)
);
