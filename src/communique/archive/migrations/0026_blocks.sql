-- One who belongs to one article is looked for by its id. (From here on a row of the table of ids has those of many articles
-- that came together: see communique.archive.rows.blocks. Rows of one article are such blocks too.)
CREATE INDEX appearances_id ON appearances (id) WHERE id IS NOT NULL;
