"""The command line: one thin file a verb, each over an importable function."""
