"""Joining: copies of one text counted once, one event told by many articles, one utterance quoted by many.

Everything that joins gives a score and says why; people's merges and splits have the last word.
"""
