"""Statements: who said, wrote, thought or meant what, to whom, and on whose word."""

from communique.coders.statements.coder import Statements

__all__ = ["Statements"]
