-- Fewer and smaller rows: every article has a number, its text is kept once by its hash, its record once and packed, and an
-- actor with the same name, country and office is one row however many articles it is in. What questions do not ask for is in
-- the packed record alone. The rows are filled from the records by communique.archive.upgrade.
CREATE TABLE former AS
    SELECT article_numbers.number AS number, records.json AS json
    FROM records JOIN article_numbers ON article_numbers.article = records.article;
DROP TRIGGER articles_come;
DROP TRIGGER articles_go;
DROP TABLE article_words;
DROP VIEW article_texts;
DROP TABLE article_numbers;
DROP TABLE notes;
DROP TABLE agenda;
DROP TABLE participants;
DROP TABLE meetings;
DROP TABLE positions;
DROP TABLE event_actors;
DROP TABLE events;
DROP TABLE addressees;
DROP TABLE statements;
DROP TABLE documents;
DROP TABLE places;
DROP TABLE times;
DROP TABLE mentions;
DROP TABLE actors;
DROP TABLE entries;
DROP TABLE records;
DROP TABLE articles;

CREATE TABLE texts (
    number INTEGER NOT NULL PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    text TEXT NOT NULL
);
CREATE TABLE versions (
    number INTEGER NOT NULL PRIMARY KEY,
    communique TEXT NOT NULL,
    model TEXT NOT NULL,
    registry TEXT NOT NULL,
    UNIQUE (communique, model, registry)
);
CREATE TABLE articles (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text INTEGER NOT NULL REFERENCES texts (number),
    title TEXT,
    published TEXT,
    outlet TEXT,
    url TEXT
);
CREATE INDEX articles_text ON articles (text);
CREATE INDEX articles_published ON articles (published, id);
CREATE TABLE records (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    version INTEGER NOT NULL REFERENCES versions (number),
    record BLOB NOT NULL
);
-- One row for everyone with these particulars; nobody is ever removed, so a number means the same for good.
CREATE TABLE actors (
    number INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    id TEXT,
    folded_id TEXT,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    kind TEXT,
    country TEXT,
    cameo TEXT,
    sectors TEXT NOT NULL,
    office TEXT,
    organization TEXT,
    wikidata TEXT,
    resolved INTEGER NOT NULL
);
CREATE INDEX actors_folded_id ON actors (folded_id);
CREATE INDEX actors_folded_name ON actors (folded_name);
CREATE INDEX actors_country ON actors (country);
-- How articles write the names of the actors that the registry knows.
CREATE TABLE forms (
    folded TEXT NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors (number),
    PRIMARY KEY (folded, actor)
) WITHOUT ROWID;
-- Who is in which article; the id is kept here where it is the article's own.
CREATE TABLE appearances (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors (number),
    id TEXT,
    mentions INTEGER NOT NULL,
    statements INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
CREATE INDEX appearances_actor ON appearances (actor, article);
-- Who takes which part (1 acts, 2 is acted upon, 3 speaks, 4 is told, 5 holds a position, 6 meets) in which entry.
CREATE TABLE parts (
    actor INTEGER NOT NULL,
    article INTEGER NOT NULL,
    part INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (actor, article, part, ordinal)
) WITHOUT ROWID;
CREATE TABLE events (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    contexts TEXT NOT NULL,
    cameo TEXT NOT NULL,
    quad INTEGER NOT NULL,
    score REAL NOT NULL,
    status TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    attributed_to TEXT,
    sources TEXT NOT NULL,
    targets TEXT NOT NULL,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    place TEXT,
    place_country TEXT,
    geonames INTEGER,
    latitude REAL,
    longitude REAL,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
CREATE INDEX events_day ON events (day, until);
CREATE INDEX events_long ON events (long_until, day) WHERE long_until IS NOT NULL;
CREATE INDEX events_type ON events (type, article);
CREATE TABLE statements (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    claim TEXT NOT NULL,
    speaker TEXT,
    speaker_words TEXT,
    anonymous INTEGER NOT NULL,
    addressees TEXT NOT NULL,
    medium TEXT,
    document TEXT,
    reported_by TEXT,
    same_as TEXT,
    spans TEXT NOT NULL,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
CREATE INDEX statements_day ON statements (day, until);
CREATE INDEX statements_long ON statements (long_until, day) WHERE long_until IS NOT NULL;
CREATE TABLE positions (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    actor TEXT NOT NULL,
    question TEXT NOT NULL,
    stance TEXT NOT NULL,
    statement TEXT,
    event TEXT,
    spans TEXT NOT NULL,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
CREATE INDEX positions_question ON positions (question, stance, article);
CREATE INDEX positions_day ON positions (day, until);
CREATE INDEX positions_long ON positions (long_until, day) WHERE long_until IS NOT NULL;
CREATE TABLE meetings (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    body TEXT,
    participants TEXT NOT NULL,
    status TEXT NOT NULL,
    spans TEXT NOT NULL,
    attributed_to TEXT,
    value TEXT,
    earliest TEXT,
    latest TEXT,
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    place TEXT,
    place_country TEXT,
    confidence REAL NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
CREATE INDEX meetings_day ON meetings (day, until);
CREATE INDEX meetings_long ON meetings (long_until, day) WHERE long_until IS NOT NULL;
CREATE TABLE agenda (
    article INTEGER NOT NULL,
    meeting INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    topic TEXT NOT NULL,
    question TEXT,
    treatment TEXT NOT NULL,
    PRIMARY KEY (article, meeting, ordinal),
    FOREIGN KEY (article, meeting) REFERENCES meetings (article, ordinal) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX agenda_question ON agenda (question);
CREATE TABLE documents (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
-- The beginnings of the ids of an article's entries, each on a line: where to look for an entry.
CREATE TABLE entry_ids (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    ids TEXT NOT NULL
);
CREATE VIEW article_texts AS
    SELECT articles.number, articles.title, texts.text FROM articles JOIN texts ON texts.number = articles.text;
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, content = 'article_texts', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
-- Which changes of shape the file has seen.
CREATE TABLE shapes (
    number INTEGER NOT NULL PRIMARY KEY
);
