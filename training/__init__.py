"""How the shipped tables and models are made, step by step, from named data."""
