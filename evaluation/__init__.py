"""The quality gate: scorers, pinned floors, hashed gold."""
