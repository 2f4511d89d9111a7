"""Discourse Network Analyzer (DNA 3): its database file, its event list, and what its statements say."""
