"""Reading years, decades and centuries."""

from __future__ import annotations

from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import number_of, ordinal_of


def year_number(hit: Hit, context: Context) -> int | None:
    """The captured year, short ones ("'99") brought near to the day of the text."""
    word = hit.word("year")
    if not word:
        return None
    if len(word) == 4:
        return int(word)
    near = context.published.year if context.published else 2000
    return min((century + int(word.strip("'’‘")) for century in (1900, 2000)), key=lambda number: abs(number - near))


def year(hit: Hit, context: Context) -> list[Meaning]:
    """A year in figures."""
    number = year_number(hit, context)
    if number is None or not _year_word(hit, context, number):
        return []
    return [meaning(hit, f"{number:04}")]


def _year_word(hit: Hit, context: Context, number: int) -> bool:
    """Whether a number of four figures is a year: not one in a name, an amount, or before what it counts."""
    values, word = context.lexicon.values, hit.words[hit.first]
    before, after = hit.before(), hit.after()
    if hit.last - hit.first > 1:
        return True
    if before in values["amount_marks"] or (after in values["amount_marks"] and after not in ("/", ".")):
        return False
    if _in_a_name(hit, context) or after in values["measures"] or {before, after} & values["multiples"].keys():
        return False
    if after in ("-", "/") and context.text[word.end + 1 : word.end + 2].isalpha():
        return 1900 <= number <= 2100 and before not in ("the", "a")
    hyphenated = before == "-" and context.text[word.start - 2 : word.start - 1].isalpha()
    if hyphenated and hit.before(2) not in values["hyphen_links"]:
        return False
    if before in values["year_links"] and (context.tag(word.end + 1) != "NOUN" or number >= 1900):
        return number <= 2150
    return 1850 <= number <= 2060


def _in_a_name(hit: Hit, context: Context) -> bool:
    """Whether the number belongs to a name: "resolutions 1929 and 1973", "resolution 2231 (2015)"."""
    for place in range(hit.first - 1, max(-1, hit.first - 10), -1):
        word = hit.words[place]
        if word.text in context.lexicon.values["numbered"]:
            return True
        if "number" not in word.classes and word.text not in (",", "and", "(", ")", "or", "s", "/", "."):
            return False
    return False


def year_words(hit: Hit, context: Context) -> list[Meaning]:
    """A year in words: "nineteen ninety-seven", "the year two thousand"."""
    words, values = hit.get("year"), context.lexicon.values
    if any(word.text in values["multiples"] for word in words):
        number = number_of(words, context.lexicon)
    else:
        century, rest = number_of(words[:1], context.lexicon), number_of(words[1:], context.lexicon)
        number = century * 100 + rest if century is not None and rest is not None else None
    if number is None or not 1000 <= number <= 2199:
        return []
    months = [word.text for word in hit.words[hit.first : hit.last] if word.text in values["months"]]
    suffix = f"-{context.lexicon.number('months', months[0]):02}" if months else ""
    return [meaning(hit, f"{int(number):04}{suffix}")]


def decade(hit: Hit, context: Context) -> list[Meaning]:
    """A decade: the first three figures of its years."""
    word = hit.word("decade")
    digits = "".join(filter(str.isdigit, word)) or str(context.lexicon.values["decades"].get(word, ""))
    if len(digits) == 4:
        known = digits[:2] if digits[2:] == "00" and digits < "2000" else digits[:3]  # "the 1800s" are a century
        return [meaning(hit, known)] if 1000 <= int(digits) < 2200 else []
    introduced = hit.words[hit.first].text == "the" or hit.before() in ("the", "in", "of")
    introduced = introduced or (hit.before() in ("and", "or", "to") and not word[0].isdigit())
    age = "18" if "eighteen" in hit.texts() else "19"
    return [meaning(hit, f"{age}{digits[0]}")] if len(digits) == 2 and introduced else []


def century(hit: Hit, context: Context) -> list[Meaning]:
    """A century: the first two figures of its years."""
    number = ordinal_of(hit.word("number"), context.lexicon)
    return [meaning(hit, f"{number - 1:02}")] if number and 1 <= number <= 22 else []


def year_before_christ(hit: Hit, _context: Context) -> list[Meaning]:
    """A year before the common era, as TIMEX3 writes it: BC0300."""
    number = int(hit.word("year")) if len(hit.word("year")) < 5 else 0
    return [meaning(hit, f"BC{number:04}")] if number and _upper(hit) else []


def year_of_the_lord(hit: Hit, _context: Context) -> list[Meaning]:
    """A year that says its era: AD 70."""
    number = int(hit.word("year")) if len(hit.word("year")) < 5 else 0
    return [meaning(hit, f"{number:04}")] if number and _upper(hit) else []


def _upper(hit: Hit) -> bool:
    """Whether the era is in capitals, and no word such as "ad"."""
    eras = [word.raw for word in hit.words[hit.first : hit.last] if word.text.replace(".", "") in ("ad", "bc", "bce")]
    return all(era.isupper() for era in eras)


def new_year(hit: Hit, context: Context) -> list[Meaning]:
    """The new year: the coming one in the second half of a year, unless the clause looks back."""
    if context.published is None:
        return [meaning(hit, None)]
    ahead = context.published.month > 6 and hit.before() != "since" and context.tense(hit) != "past"
    return [meaning(hit, f"{context.published.year + ahead:04}", "published")]


def turn_of_century(hit: Hit, context: Context) -> list[Meaning]:
    """The turn of the century: the one nearest to the text."""
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, f"{round(context.published.year / 100) * 100:04}", "published")]


def year_end(hit: Hit, context: Context) -> list[Meaning]:
    """The last day of a year."""
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, f"{year:04}-12-31")]
    if context.published is None:
        return [meaning(hit, None)]
    back = hit.before() in ("since", "from", "at") and context.tense(hit) != "future"
    return [meaning(hit, f"{context.published.year - (1 if back else 0):04}-12-31", "published")]
