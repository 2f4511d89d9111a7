"""What others made comes in: annotations become judgements, rows of event data become another coder's events."""
