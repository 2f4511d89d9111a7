-- Articles whose groups are to be made anew: they were joined or judged since, or lost a link. They stand here in the place of the
-- mark that all groups were.
CREATE TABLE join_stale (
    article TEXT NOT NULL PRIMARY KEY
);
INSERT INTO join_stale SELECT article FROM join_done
    WHERE article <> '' AND EXISTS (SELECT 1 FROM join_done WHERE article = '');
DELETE FROM join_done WHERE article = '';
