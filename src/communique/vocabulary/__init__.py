"""The data files that the code interprets, and a small typed reader for them."""
