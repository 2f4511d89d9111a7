-- What named people make of entries and of pairs. Rows are added and never changed: what is taken back is named by a new row.
CREATE TABLE judgements (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('accept', 'reject', 'correct', 'merge', 'split', 'undo')),
    entry TEXT NOT NULL,
    article TEXT NOT NULL,
    target TEXT NOT NULL,
    other TEXT,
    other_article TEXT,
    other_target TEXT,
    change TEXT NOT NULL,
    undoes TEXT REFERENCES judgements (id),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT
);
CREATE INDEX judgements_entry ON judgements (entry);
CREATE INDEX judgements_other ON judgements (other);
CREATE INDEX judgements_article ON judgements (article);
-- What follows from them for the entries as they are coded now: derived, and written anew with each coding and judgement.
CREATE TABLE verdicts (
    article TEXT NOT NULL,
    entry TEXT NOT NULL,
    kind TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'corrected', 'rejected')),
    people TEXT NOT NULL,
    fields TEXT NOT NULL,
    differing TEXT NOT NULL,
    PRIMARY KEY (article, kind, entry)
);
CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements BEGIN
    SELECT RAISE (ABORT, 'a judgement is never changed');
END;
CREATE TRIGGER judgements_last BEFORE DELETE ON judgements BEGIN
    SELECT RAISE (ABORT, 'a judgement is never deleted');
END;
