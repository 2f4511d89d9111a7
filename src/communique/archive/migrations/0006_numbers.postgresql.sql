-- The shape with which an archive in PostgreSQL begins: that which the sixth migration of SQLite leads to, and the tables of
-- the four before it that stay. Texts sort by their code points, as they do there.
CREATE TABLE texts (
    number INTEGER NOT NULL PRIMARY KEY,
    sha256 BYTEA NOT NULL UNIQUE,
    text TEXT COLLATE "C" NOT NULL
);
CREATE TABLE versions (
    number INTEGER NOT NULL PRIMARY KEY,
    communique TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    registry TEXT COLLATE "C" NOT NULL,
    UNIQUE (communique, model, registry)
);
CREATE TABLE articles (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    text INTEGER NOT NULL REFERENCES texts (number),
    title TEXT COLLATE "C",
    published TEXT COLLATE "C",
    outlet TEXT COLLATE "C",
    url TEXT COLLATE "C"
);
CREATE INDEX articles_text ON articles (text);
CREATE INDEX articles_published ON articles (published DESC NULLS LAST, id DESC);
CREATE TABLE records (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    version INTEGER NOT NULL REFERENCES versions (number),
    record BYTEA NOT NULL
);
-- One row for everyone with these particulars; nobody is ever removed, so a number means the same for good.
CREATE TABLE actors (
    number INTEGER NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    id TEXT COLLATE "C",
    folded_id TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    folded_name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C",
    country TEXT COLLATE "C",
    cameo TEXT COLLATE "C",
    sectors TEXT COLLATE "C" NOT NULL,
    office TEXT COLLATE "C",
    organization TEXT COLLATE "C",
    wikidata TEXT COLLATE "C",
    resolved INTEGER NOT NULL
);
CREATE INDEX actors_folded_id ON actors (folded_id);
CREATE INDEX actors_folded_name ON actors (folded_name);
CREATE INDEX actors_country ON actors (country);
-- How articles write the names of the actors that the registry knows.
CREATE TABLE forms (
    folded TEXT COLLATE "C" NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors (number),
    PRIMARY KEY (folded, actor)
);
-- Who is in which article; the id is kept here where it is the article's own.
CREATE TABLE appearances (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors (number),
    id TEXT COLLATE "C",
    mentions INTEGER NOT NULL,
    statements INTEGER NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (article, ordinal)
);
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
);
CREATE TABLE events (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    type TEXT COLLATE "C" NOT NULL,
    mode TEXT COLLATE "C",
    contexts TEXT COLLATE "C" NOT NULL,
    cameo TEXT COLLATE "C" NOT NULL,
    quad INTEGER NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    attributed_to TEXT COLLATE "C",
    sources TEXT COLLATE "C" NOT NULL,
    targets TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C",
    earliest TEXT COLLATE "C",
    latest TEXT COLLATE "C",
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    place TEXT COLLATE "C",
    place_country TEXT COLLATE "C",
    geonames INTEGER,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    confidence DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (article, ordinal)
);
CREATE INDEX events_day ON events (day, until);
CREATE INDEX events_long ON events (long_until, day) WHERE long_until IS NOT NULL;
CREATE INDEX events_type ON events (type, article);
CREATE TABLE statements (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    mode TEXT COLLATE "C" NOT NULL,
    claim TEXT COLLATE "C" NOT NULL,
    speaker TEXT COLLATE "C",
    speaker_words TEXT COLLATE "C",
    anonymous INTEGER NOT NULL,
    addressees TEXT COLLATE "C" NOT NULL,
    medium TEXT COLLATE "C",
    document TEXT COLLATE "C",
    reported_by TEXT COLLATE "C",
    same_as TEXT COLLATE "C",
    spans TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C",
    earliest TEXT COLLATE "C",
    latest TEXT COLLATE "C",
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    confidence DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (article, ordinal)
);
CREATE INDEX statements_day ON statements (day, until);
CREATE INDEX statements_long ON statements (long_until, day) WHERE long_until IS NOT NULL;
CREATE TABLE positions (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    stance TEXT COLLATE "C" NOT NULL,
    statement TEXT COLLATE "C",
    event TEXT COLLATE "C",
    spans TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C",
    earliest TEXT COLLATE "C",
    latest TEXT COLLATE "C",
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    confidence DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (article, ordinal)
);
CREATE INDEX positions_question ON positions (question, stance, article);
CREATE INDEX positions_day ON positions (day, until);
CREATE INDEX positions_long ON positions (long_until, day) WHERE long_until IS NOT NULL;
CREATE TABLE meetings (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C",
    participants TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    spans TEXT COLLATE "C" NOT NULL,
    attributed_to TEXT COLLATE "C",
    value TEXT COLLATE "C",
    earliest TEXT COLLATE "C",
    latest TEXT COLLATE "C",
    day INTEGER NOT NULL,
    until INTEGER NOT NULL,
    long_until INTEGER,
    place TEXT COLLATE "C",
    place_country TEXT COLLATE "C",
    confidence DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (article, ordinal)
);
CREATE INDEX meetings_day ON meetings (day, until);
CREATE INDEX meetings_long ON meetings (long_until, day) WHERE long_until IS NOT NULL;
CREATE TABLE agenda (
    article INTEGER NOT NULL,
    meeting INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C",
    treatment TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (article, meeting, ordinal),
    FOREIGN KEY (article, meeting) REFERENCES meetings (article, ordinal) ON DELETE CASCADE
);
CREATE INDEX agenda_question ON agenda (question);
CREATE TABLE documents (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (article, ordinal)
);
-- The beginnings of the ids of an article's entries, each on a line: where to look for an entry.
CREATE TABLE entry_ids (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    ids TEXT COLLATE "C" NOT NULL
);
CREATE VIEW article_texts AS
    SELECT articles.number, articles.title, texts.text FROM articles JOIN texts ON texts.number = articles.text;
-- The words of headlines (weight A) and texts (weight D) with their places, as communique.archive.dialects.words cuts them.
CREATE TABLE article_words (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    words TSVECTOR NOT NULL
);
CREATE INDEX article_words_words ON article_words USING gin (words);
-- Which changes of shape the file has seen.
CREATE TABLE shapes (
    number INTEGER NOT NULL PRIMARY KEY
);
-- What is followed, and what has been fetched from it.
CREATE TABLE feeds (
    url TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    title TEXT COLLATE "C",
    etag TEXT COLLATE "C",
    modified TEXT COLLATE "C",
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('changed', 'unchanged', 'failed')),
    reason TEXT COLLATE "C",
    asked TEXT COLLATE "C" NOT NULL
);
CREATE TABLE fetched (
    feed TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "where" TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('kept', 'failed')),
    tries INTEGER NOT NULL,
    article TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (feed, "key")
);
CREATE INDEX fetched_at ON fetched (at);
-- Positions that people enter or import, beside those that are read from articles. Nothing is ever deleted here: what is
-- no longer held to be right is withdrawn, with a reason.
CREATE TABLE hand_positions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    how TEXT COLLATE "C" NOT NULL CHECK (how IN ('hand', 'vote')),
    question TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    stance TEXT COLLATE "C" CHECK (stance IN ('for', 'against', 'mixed', 'undecided')),
    vote TEXT COLLATE "C" CHECK (vote IN ('yes', 'no', 'abstain', 'absent')),
    day TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    speaker TEXT COLLATE "C",
    source TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C",
    author TEXT COLLATE "C" NOT NULL,
    original TEXT COLLATE "C" NOT NULL,
    withdrawn TEXT COLLATE "C",
    withdrawn_by TEXT COLLATE "C"
);
CREATE INDEX hand_positions_question ON hand_positions (question);
CREATE INDEX hand_positions_actor ON hand_positions (actor);
