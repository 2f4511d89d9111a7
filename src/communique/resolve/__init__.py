"""From mention to actor, from words to dates, from words to places."""
