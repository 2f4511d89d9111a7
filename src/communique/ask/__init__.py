"""Answers from an archive: timeline, actors, statements, positions, calendar."""
