-- What the speaker makes of the words (asserted, denied, confirmed, asked, open), and the fullest telling of the same words.
ALTER TABLE statements ADD COLUMN claim TEXT NOT NULL DEFAULT 'asserted';
ALTER TABLE statements ADD COLUMN same_as TEXT;
