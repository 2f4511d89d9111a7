"""What stands before everything that answers: who may ask, from where, how much, and what no browser may do with it."""

from __future__ import annotations

from communique.serve.guard.gate import SAFE, Gate

__all__ = ["SAFE", "Gate"]
