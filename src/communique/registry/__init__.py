"""The dated registry of actors: states, bodies, posts, tenures, aliases."""
