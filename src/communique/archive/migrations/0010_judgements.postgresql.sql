-- What named people make of entries and of pairs. Rows are added and never changed: what is taken back is named by a new row.
CREATE TABLE judgements (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('accept', 'reject', 'correct', 'merge', 'split', 'undo')),
    entry TEXT COLLATE "C" NOT NULL,
    article TEXT COLLATE "C" NOT NULL,
    target TEXT COLLATE "C" NOT NULL,
    other TEXT COLLATE "C",
    other_article TEXT COLLATE "C",
    other_target TEXT COLLATE "C",
    change TEXT COLLATE "C" NOT NULL,
    undoes TEXT COLLATE "C" REFERENCES judgements (id),
    author TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    why TEXT COLLATE "C"
);
CREATE INDEX judgements_entry ON judgements (entry);
CREATE INDEX judgements_other ON judgements (other);
CREATE INDEX judgements_article ON judgements (article);
-- What follows from them for the entries as they are coded now: derived, and written anew with each coding and judgement.
CREATE TABLE verdicts (
    article TEXT COLLATE "C" NOT NULL,
    entry TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('accepted', 'corrected', 'rejected')),
    people TEXT COLLATE "C" NOT NULL,
    fields TEXT COLLATE "C" NOT NULL,
    differing TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (article, kind, entry)
);
CREATE FUNCTION judgements_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a judgement is never changed or deleted';
END;
$$;
CREATE TRIGGER judgements_stay BEFORE UPDATE OR DELETE ON judgements
    FOR EACH ROW EXECUTE FUNCTION judgements_stay();
