"""Positions: where actors stand on the questions, by their own words and deeds."""

from __future__ import annotations

from communique.coders.positions.component import Positions

__all__ = ["Positions"]
