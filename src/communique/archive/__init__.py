"""Keeps records: schema, migrations, search, duplicates."""
