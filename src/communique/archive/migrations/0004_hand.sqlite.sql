-- Positions that people enter or import, beside those that are read from articles. Nothing is ever deleted here: what is
-- no longer held to be right is withdrawn, with a reason.
CREATE TABLE hand_positions (
    id TEXT NOT NULL PRIMARY KEY,
    how TEXT NOT NULL CHECK (how IN ('hand', 'vote')),
    question TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    stance TEXT CHECK (stance IN ('for', 'against', 'mixed', 'undecided')),
    vote TEXT CHECK (vote IN ('yes', 'no', 'abstain', 'absent')),
    day TEXT NOT NULL,
    words TEXT NOT NULL,
    speaker TEXT,
    source TEXT NOT NULL,
    url TEXT,
    author TEXT NOT NULL,
    original TEXT NOT NULL,
    withdrawn TEXT,
    withdrawn_by TEXT
);
CREATE INDEX hand_positions_question ON hand_positions (question);
CREATE INDEX hand_positions_actor ON hand_positions (actor);
