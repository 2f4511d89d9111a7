"""What a meeting deals with: topics, and what is to be done with each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from communique import record
from communique.coders.documents import document_at
from communique.parse.reading import Reading
from communique.vocabulary.meetings import MeetingWords, Treatment, TreatmentWord, meeting_words
from communique.vocabulary.questions import Hit, Question, asked, hits, load_questions

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
_LONGEST = 25


class Item(NamedTuple):
    """A topic with its treatment; ``word`` is the verb or noun that says what is done with it."""

    topic: Token
    word: Token
    treatment: Treatment


def items(sentence: Span) -> Iterator[Item]:
    """The topics that a sentence says are dealt with, in order of the words that say so."""
    words = meeting_words()
    verbs = {each.word: each for each in words.treatments}
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" and lemma in verbs:
            yield from _of_verb(token, verbs[lemma])
        elif token.pos_ == "NOUN" and lemma in words.topic_nouns:
            yield from _of_noun(token, words)


def meeting_topics(token: Token) -> Iterator[Item]:
    """Topics in the meeting's own phrase ("a summit on migration")."""
    for topic in _after(token, meeting_words().topic_prepositions):
        if not _is_time(topic):
            yield Item(topic, token, "discussion")


def _of_verb(verb: Token, word: TreatmentWord) -> Iterator[Item]:
    if word.noun is not None:
        nouns = [child for child in verb.rights if child.dep_ == "dobj" and child.lemma_.lower() == word.noun]
        holders = (*nouns, verb) if nouns else ()
        topics = [topic for holder in holders for topic in _after(holder, frozenset(word.prepositions))]
    else:
        topics = _topics_of(verb, word)
    for topic in topics:
        treatment: Treatment = "excluded" if _negated(verb) else word.treatment
        yield Item(topic, verb, treatment)


def _topics_of(verb: Token, word: TreatmentWord) -> list[Token]:
    passive = [child for child in verb.lefts if child.dep_ == "nsubjpass"]
    if passive and "" in word.prepositions:
        return passive
    found = [child for child in verb.rights if child.dep_ == "dobj"] if "" in word.prepositions else []
    return found or [topic for topic in _after(verb, frozenset(word.prepositions) - {""}) if not _is_time(topic)]


def _of_noun(noun: Token, words: MeetingWords) -> Iterator[Item]:
    treatment = words.topic_nouns[noun.lemma_.lower()]
    prepositions = words.topic_prepositions | ({"of"} if noun.lemma_.lower() == "discussion" else set())
    if noun.lemma_.lower() == "agenda":
        return
    for topic in _after(noun, prepositions):
        if not _is_time(topic):
            yield Item(topic, noun, "excluded" if _negated(noun.head) else treatment)


def _after(token: Token, prepositions: frozenset[str] | set[str]) -> Iterator[Token]:
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            yield from (each for each in child.children if each.dep_ in {"pobj", "pcomp"})


def _is_time(token: Token) -> bool:
    return bool({token.ent_type_, token.left_edge.ent_type_} & {"DATE", "TIME"})


def _negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ in _NEGATIONS for child in verb.children)


class Topics:
    """Turns topics into agenda items, and knows the questions that the article is about."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.questions = [
            question for question in load_questions() if asked(question, reading.text, reading.article.published)
        ]
        self.hits: list[Hit] = []
        for sentence in reading.sentences() if self.questions else ():
            for question in self.questions:
                self.hits += hits(question, sentence.text, sentence.start_char)
        self.hits.sort(key=lambda hit: hit.start)

    def agenda_item(self, item: Item) -> record.AgendaItem:
        """The item of the record for a topic."""
        start, end = _extent(item.topic)
        verb = (item.word.idx, item.word.idx + len(item.word))
        evidence = sorted({(start, end), verb})
        question = self._question(item.topic, start, end)
        return record.AgendaItem(
            topic=self.reading.text[start:end],
            question=question.id if question else None,
            treatment=item.treatment,
            evidence=tuple(evidence),
        )

    def _question(self, topic: Token, start: int, end: int) -> Question | None:
        """The question that the topic's own words are about, or that "the issue" stands for."""
        for hit in self.hits:
            if start <= hit.start and hit.end <= end:
                return hit.question
        if document_at(self.reading, start, end) is not None:
            return None
        if topic.lemma_.lower() in meeting_words().definite_topics and not _is_narrowed(topic):
            before = [hit for hit in self.hits if hit.start < start]
            return before[-1].question if before else None
        return None


def _is_narrowed(topic: Token) -> bool:
    """Whether the words say which issue it is ("the issue of refugees", "a trade issue")."""
    return any(child.dep_ in {"prep", "compound", "amod", "relcl", "acl", "poss", "appos"} for child in topic.children)


def _extent(topic: Token) -> record.Offsets:
    """The topic's phrase without an article in front, cut before a clause when it is long."""
    tokens = [each for each in topic.subtree if not _in_clause(each, topic)]
    while tokens and (tokens[0].dep_ == "det" or tokens[0].is_punct) and tokens[0].i < topic.i:
        tokens.pop(0)
    run = [tokens[0]] if tokens else [topic]
    for token in tokens[1:]:
        if token.i != run[-1].i + 1 or len(run) >= _LONGEST:
            break
        run.append(token)
    while run[-1].is_punct and len(run) > 1:
        run.pop()
    if not run[0].i <= topic.i <= run[-1].i:
        run = [topic]
    return run[0].idx, run[-1].idx + len(run[-1])


def _in_clause(token: Token, topic: Token) -> bool:
    """Whether a relative clause or a phrase of time or place, and not the topic itself, holds the word."""
    while token.i not in (topic.i, token.head.i):
        if token.dep_ in {"relcl", "advcl"} or (token.dep_ == "prep" and token.lower_ in {"during", "at", "in"}):
            return True
        token = token.head
    return False
