"""The archive's shape, step by step: one SQL file for each version, run in order and never changed afterwards."""
