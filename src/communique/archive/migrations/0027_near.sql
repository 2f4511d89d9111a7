-- What joining compares a text with, by its signature and its day at once: as many rows as there is news, however large the
-- archive is.
CREATE INDEX join_bands_near ON join_bands (band, day, article);
