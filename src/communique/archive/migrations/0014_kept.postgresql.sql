-- What questions are answered from without going through the entries: where everybody stands, in the order of days; what
-- searches count of an article; which articles print one text, by number; and where an id may be, by how it begins. The last
-- is filled from the former table by communique.archive.upgrade.
CREATE INDEX positions_standing
    ON positions (question, day, article, ordinal, actor, id, stance, earliest, latest, confidence);
CREATE TABLE facets (
    article INTEGER NOT NULL PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    outlet TEXT COLLATE "C",
    month TEXT COLLATE "C",
    types TEXT COLLATE "C" NOT NULL,
    countries TEXT COLLATE "C" NOT NULL
);
INSERT INTO facets SELECT
    number, outlet, substr(published, 1, 7),
    coalesce((SELECT string_agg(type, ' ' ORDER BY type) FROM
        (SELECT DISTINCT type FROM events WHERE events.article = articles.number) AS told), ''),
    coalesce((SELECT string_agg(country, ' ' ORDER BY country) FROM
        (SELECT DISTINCT actors.country FROM appearances JOIN actors ON actors.number = appearances.actor
         WHERE appearances.article = articles.number AND actors.country IS NOT NULL) AS told), '')
FROM articles;
CREATE TABLE copies (
    article INTEGER NOT NULL PRIMARY KEY,
    leader INTEGER NOT NULL
);
CREATE INDEX copies_leader ON copies (leader, article);
INSERT INTO copies SELECT articles.number, leaders.number
    FROM joined JOIN articles ON articles.id = joined.article JOIN articles AS leaders ON leaders.id = joined.leader_article
    WHERE joined.kind = 'article';
ALTER TABLE entry_ids RENAME TO former_ids;
-- The first three signs of ids of an article, and the five that follow of each of them, on lines. What is here may be gone
-- from the record: it says where to look.
CREATE TABLE ids (
    beginning TEXT COLLATE "C" NOT NULL,
    article INTEGER NOT NULL,
    following TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (beginning, article)
);
