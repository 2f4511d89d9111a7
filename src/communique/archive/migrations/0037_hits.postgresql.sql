-- Numbers of the articles that have some words, told by the index alone. The planner does not know that a text's words lie
-- apart from its row, and would rather look into all of them than into the index.
CREATE FUNCTION hits(wanted tsquery) RETURNS TABLE (number integer) LANGUAGE sql STABLE PARALLEL SAFE ROWS 10000
SET enable_seqscan = off SET enable_indexscan = off
AS $$ SELECT article FROM article_words WHERE words @@ wanted $$;
