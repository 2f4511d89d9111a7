"""Trains the reader of acts: upper layers of its own above the encoder's lower ones."""
