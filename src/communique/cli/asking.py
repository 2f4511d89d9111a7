"""The group ``communique ask`` with all its verbs."""

from __future__ import annotations

from communique.cli import ask_questions, ask_relations, discourse
from communique.cli.ask import app

ask_questions.add_to(app)
app.command("discourse")(discourse.discourse)
ask_relations.add_to(app)
