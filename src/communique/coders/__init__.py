"""Statements, events, positions and meetings: one file each, declaring what it needs and what it gives."""
