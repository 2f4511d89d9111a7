-- Which articles were written anew since they came, in the order of that: what programs keep of an article in memory holds as
-- long as it has no later change here. An article that only came has no row.
CREATE TABLE rewritten (
    article INTEGER NOT NULL PRIMARY KEY,
    change INTEGER NOT NULL
);
CREATE INDEX rewritten_change ON rewritten (change);
