"""What an act is about beside its type: contexts that its mode brings, and those that the words about it show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.coders.events.match import own_words
from communique.vocabulary import events as vocabulary

if TYPE_CHECKING:
    from communique.coders.events.match import Match


def contexts_of(match: Match) -> dict[str, str]:
    """The contexts of an act, each with the word that shows it; an empty word means that its mode brings it.

    Args:
        match: The trigger with its arguments.
    """
    found = dict.fromkeys(vocabulary.modes()[match.mode].contexts, "")
    tokens = list(own_words(match.token))
    text = f" {' '.join(token.lower_ for token in tokens)} "
    single = {form: token.text for token in reversed(tokens) for form in (token.lower_, token.lemma_.lower())}
    for word, names in vocabulary.context_words().items():
        shown = word if " " in word and f" {word} " in text else single.get(word)
        if shown is not None:
            found |= {name: shown for name in names if name not in found}
    return found
