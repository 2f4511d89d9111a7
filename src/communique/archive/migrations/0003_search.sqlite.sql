-- Words of headlines and texts. The texts stay where they are: the index refers to them by number, and a number of its
-- own is kept for each article since SQLite may renumber the rows of a table without one.
CREATE TABLE article_numbers (
    number INTEGER NOT NULL PRIMARY KEY,
    article TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO article_numbers (article) SELECT id FROM articles ORDER BY id;
CREATE VIEW article_texts AS
    SELECT article_numbers.number, articles.title, articles.text
    FROM article_numbers JOIN articles ON articles.id = article_numbers.article;
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, content = 'article_texts', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO article_words (article_words) VALUES ('rebuild');
CREATE TRIGGER articles_come AFTER INSERT ON articles BEGIN
    INSERT INTO article_numbers (article) VALUES (new.id);
    INSERT INTO article_words (rowid, title, text)
        SELECT number, new.title, new.text FROM article_numbers WHERE article = new.id;
END;
CREATE TRIGGER articles_go BEFORE DELETE ON articles BEGIN
    INSERT INTO article_words (article_words, rowid, title, text)
        SELECT 'delete', number, old.title, old.text FROM article_numbers WHERE article = old.id;
END;
CREATE INDEX articles_outlet ON articles (outlet);
CREATE INDEX events_type ON events (type);
