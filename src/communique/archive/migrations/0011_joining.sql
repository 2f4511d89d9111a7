-- What joining has seen: signatures of texts, acts and utterances as they are compared, by the day they are looked for.
CREATE TABLE join_done (
    article TEXT NOT NULL PRIMARY KEY
);
CREATE TABLE join_bands (
    band BIGINT NOT NULL,
    article TEXT NOT NULL,
    day TEXT,
    PRIMARY KEY (band, article)
);
CREATE INDEX join_bands_article ON join_bands (article);
CREATE TABLE join_acts (
    article TEXT NOT NULL,
    entry TEXT NOT NULL,
    day TEXT,
    features TEXT NOT NULL,
    PRIMARY KEY (article, entry)
);
CREATE INDEX join_acts_day ON join_acts (day);
CREATE TABLE join_said (
    article TEXT NOT NULL,
    entry TEXT NOT NULL,
    speaker TEXT NOT NULL,
    day TEXT,
    features TEXT NOT NULL,
    PRIMARY KEY (article, entry)
);
CREATE INDEX join_said_speaker ON join_said (speaker, day);
-- Pairs that were found to be one, with the reason; and the groups that follow from them and from people's judgements.
CREATE TABLE links (
    kind TEXT NOT NULL CHECK (kind IN ('article', 'event', 'statement')),
    one_article TEXT NOT NULL,
    one TEXT NOT NULL,
    other_article TEXT NOT NULL,
    other TEXT NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (kind, one_article, one, other_article, other)
);
CREATE INDEX links_one ON links (one_article);
CREATE INDEX links_other ON links (other_article);
CREATE TABLE joined (
    kind TEXT NOT NULL,
    article TEXT NOT NULL,
    entry TEXT NOT NULL,
    leader_article TEXT NOT NULL,
    leader TEXT NOT NULL,
    score REAL NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (kind, article, entry)
);
CREATE INDEX joined_leader ON joined (kind, leader_article, leader);
