"""Reading dates that say their month, year, quarter or clock time themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from communique.resolve.times.calendar import add_months, days_of, easter, nth_weekday, value_of
from communique.resolve.times.context import Context
from communique.resolve.times.grammar import Hit, grammar
from communique.resolve.times.meaning import Meaning, meaning
from communique.resolve.times.numbers import number_of, ordinal_of

_CLOCK = re.compile(r"([0-9]{1,2})(?::?([0-9]{2}))?")
_PARTS_OF_YEAR = {"quarter": ("Q", 3, 4), "half": ("H", 6, 2)}


def iso(hit: Hit, context: Context) -> list[Meaning]:
    """A date in ISO 8601."""
    raw = hit.words[hit.first].raw
    if "W" not in raw:
        date.fromisoformat(raw[:10])
    return [meaning(hit, raw[:16] if "T" in raw else raw)]


def slashed(hit: Hit, context: Context) -> list[Meaning]:
    """A date in figures; of 8/12 and 12/8 the reading that exists, fits the outlet, or lies nearer to the text."""
    first, second, year = (int(part) for part in re.split(r"[/.-]", hit.words[hit.first].text))
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    if not 1500 <= year <= 2199:
        return []
    possible = [day for day in (_day(year, second, first), _day(year, first, second)) if day is not None]
    if not possible:
        return []
    chosen = possible[0]
    if len(possible) == 2 and context.month_first is not None:
        chosen = possible[1 if context.month_first else 0]
    elif len(possible) == 2 and context.published is not None:
        published = context.published
        chosen = min(possible, key=lambda day: abs((day - published).days))
    return [meaning(hit, chosen.isoformat())]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_number(hit: Hit, context: Context) -> int | None:
    """The number of the captured month; None when the word is none, as in "may" and "march" in lower case."""
    words = hit.get("month")
    if not words or not words[-1].raw[0].isupper():
        return None
    return context.lexicon.number("months", words[-1].text)


def year_number(hit: Hit, context: Context) -> int | None:
    """The captured year, short ones ("'99") brought near to the day of the text."""
    word = hit.word("year")
    if not word:
        return None
    if word[0].isdigit():
        return int(word)
    near = context.published.year if context.published else 2000
    return min((century + int(word[1:]) for century in (1900, 2000)), key=lambda year: abs(year - near))


def calendar_day(hit: Hit, context: Context) -> list[Meaning]:
    """A day of a month, its year told or inferred."""
    month = _month_number(hit, context)
    number = ordinal_of(hit.word("day"), context.lexicon)
    if month is None or number is None:
        return []
    return _on(hit, context, month, number)


def _on(hit: Hit, context: Context, month: int, number: int) -> list[Meaning]:
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, date(year, month, number).isoformat())]
    if context.published is None:
        return [meaning(hit, None)] if 1 <= number <= 31 else []
    day = nearest_day(context, hit, month, number)
    return [meaning(hit, day.isoformat(), "published")] if day else []


def nearest_day(context: Context, hit: Hit, month: int, number: int) -> date | None:
    """The day of that name nearest to the text, unless the tense points clearly to the other side."""
    published = context.published or date.min
    possible = [day for year in (-1, 0, 1) if (day := _day(published.year + year, month, number)) is not None]
    possible = possible or [day for year in (-3, -2, 2, 3) if (day := _day(published.year + year, month, number))]
    near = min(possible, key=lambda day: abs((day - published).days), default=None)
    if near is None or abs((near - published).days) < 90:
        return near
    tense = context.tense(hit)
    if tense == "past":
        return max((day for day in possible if day <= published), default=near)
    if tense == "future":
        return min((day for day in possible if day >= published), default=near)
    return near


def day_range(hit: Hit, context: Context) -> list[Meaning]:
    """Two days of one month: "3 to 5 May" or "May 3-5"; each is an expression of its own."""
    whole = calendar_day(hit, context)
    month, other = _month_number(hit, context), ordinal_of(hit.word("other"), context.lexicon)
    first = ordinal_of(hit.word("day"), context.lexicon)
    month_leads = hit.groups["month"][0] < hit.groups["day"][0]
    if not whole or month is None or other is None or first is None or other <= first:
        return []
    known = whole[0].value
    values = [f"{known[:8]}{number:02}" if known else None for number in (first, other)]
    if known:
        date.fromisoformat(values[1] or "")
    spans = [hit.groups["ext"], hit.groups["other"]] if month_leads else [hit.groups["day"], hit.groups["ext"]]
    return [
        replace(whole[0], start=hit.words[begin].start, end=hit.words[end - 1].end, value=value)
        for (begin, end), value in zip(spans, values, strict=True)
    ]


def month(hit: Hit, context: Context) -> list[Meaning]:
    """A month, its year told, or inferred from "last" and "next" or the tense."""
    number = _month_number(hit, context)
    if number is None or not _month_word(hit, context):
        return []
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, f"{year:04}-{number:02}")]
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, f"{_year_of_month(hit, context, number):04}-{number:02}", "published")]


def _month_word(hit: Hit, context: Context) -> bool:
    """Whether a month on its own is meant as one: "May" and "March" are names and verbs too."""
    word = hit.get("month")[-1]
    if word.text not in ("may", "march", "mar", "jan", "june", "april", "august") or hit.last - hit.first > 1:
        return True
    before = hit.before()
    follower = hit.words[hit.last] if hit.last < len(hit.words) else None
    if len(word.text) == 3 and word.text != "may" and follower is not None and follower.raw[:1].isupper():
        return False
    linked = ("in", "of", "since", "by", "until", "from", "through", "to", "and", "during", "for", "before", "after", "between", "till", "on", "the", "this", "last", "next", "late", "early", "mid", ",", "a")
    if word.text in ("may", "march", "mar", "jan"):
        return before in linked or hit.after() == "'s"
    return context.tag(word.start) in ("", "PROPN", "NOUN") and context.text[max(0, word.start - 1)] != "-"


def _year_of_month(hit: Hit, context: Context, number: int) -> int:
    published = context.published or date.min
    step = hit.word("step")
    tense = context.tense(hit) if not step else None
    behind = published.year if number <= published.month else published.year - 1
    ahead = published.year if number >= published.month else published.year + 1
    if step in ("last", "past", "previous"):
        return behind if number != published.month else published.year - 1
    if step in ("next", "coming", "upcoming"):
        return ahead if number != published.month else published.year + 1
    if step in ("this", "current"):
        return published.year
    if tense == "future":
        return ahead
    if tense == "past" or hit.before() == "since":
        return behind
    return _nearest_month(published, number, 0 if tense == "present" else 3)


def _nearest_month(published: date, number: int, lean: int) -> int:
    """The year in which that month lies nearest, leaning so many months to the past."""
    return min(
        (published.year + 1, published.year, published.year - 1),
        key=lambda year: abs((year - published.year) * 12 + number - published.month + lean),
    )


def month_of_step(hit: Hit, context: Context) -> list[Meaning]:
    """A month of this, last or next year."""
    number = _month_number(hit, context)
    if number is None:
        return []
    if context.published is None:
        return [meaning(hit, None)]
    return [meaning(hit, f"{context.published.year + step_of(hit, context):04}-{number:02}", "published")]


def step_of(hit: Hit, context: Context) -> int:
    """How many periods on or back "last", "next", "the following" and their like step."""
    word = hit.word("step")
    for name in ("past_step", "next_step", "before_step", "after_step"):
        if word in context.lexicon.values[name]:
            return context.lexicon.number(name, word)
    return -1 if word == "past" else 0


def year(hit: Hit, context: Context) -> list[Meaning]:
    """A year in figures."""
    number = year_number(hit, context)
    if number is None or not _year_word(hit, context, number):
        return []
    return [meaning(hit, f"{number:04}")]


def _year_word(hit: Hit, context: Context, number: int) -> bool:
    """Whether a number of four figures is a year: not one in a name, an amount, or before what it counts."""
    values = context.lexicon.values
    before, after = hit.before(), hit.after()
    if hit.last - hit.first > 1:
        return 1000 <= number
    if before in ("$", "€", "£", "¥", "#", "№", "/", ".") or after in ("%", "°", "$", "€", "£") or _in_a_list(hit, context):
        return False
    if after in values["measures"] or after in values["multiples"] or before in values["multiples"]:
        return False
    word = hit.words[hit.first]
    if context.text[word.end : word.end + 1] in ("-", "/") and context.text[word.end + 1 : word.end + 2].isalpha():
        return 1900 <= number <= 2100 and before not in ("the", "a")
    if before == "-" and context.text[word.start - 2 : word.start - 1].isalpha() and hit.before(2) not in ("pre", "post", "mid", "early", "late"):
        return False
    linked = before in ("in", "since", "by", "until", "from", "of", "during", "before", "after", "between", "till", "year", "early", "late", "mid", "for", "through", "due")
    if linked and (context.tag(word.end + 1) != "NOUN" or number >= 1900):
        return 1000 <= number <= 2150
    return 1850 <= number <= 2060


def _in_a_list(hit: Hit, context: Context) -> bool:
    """Whether the number belongs to a name: "resolutions 1929 and 1973", "resolution 2231 (2015)"."""
    numbered = context.lexicon.values["numbered"]
    at = hit.first - 1
    bracket = at >= 0 and hit.words[at].text == "("
    for place in range(at, max(-1, at - 9), -1):
        word = hit.words[place]
        if word.text in numbered:
            return True
        if "number" not in word.classes and word.text not in (",", "and", "(", ")", "or", "s", "/", "."):
            return False
    return bracket and hit.after() == ")" and False


def year_words(hit: Hit, context: Context) -> list[Meaning]:
    """A year in words: "nineteen ninety-seven", "the year two thousand"."""
    words = hit.get("year")
    century = context.lexicon.values["numbers"].get(words[0].text, context.lexicon.values["tens"].get(words[0].text))
    if any(word.text in context.lexicon.values["multiples"] for word in words):
        number = number_of(words, context.lexicon)
    else:
        rest = number_of(words[1:], context.lexicon)
        number = int(century or 0) * 100 + rest if rest is not None else None
    if number is None or not 1000 <= number <= 2199:
        return []
    month_name = [word for word in hit.words[hit.first : hit.last] if word.text in context.lexicon.values["months"]]
    if month_name:
        return [meaning(hit, f"{int(number):04}-{context.lexicon.number('months', month_name[0].text):02}")]
    return [meaning(hit, f"{int(number):04}")]


def decade(hit: Hit, context: Context) -> list[Meaning]:
    """A decade: the first three figures of its years."""
    word = hit.word("decade")
    digits = "".join(filter(str.isdigit, word)) or str(context.lexicon.values["decades"].get(word, ""))
    if len(digits) == 4:
        return [meaning(hit, digits[:3])] if 1000 <= int(digits) < 2200 else []
    if len(digits) != 2 or (word[0].isdigit() and hit.before() not in ("the", "in", "of") and hit.words[hit.first].text != "the"):
        return []
    return [meaning(hit, f"19{digits[0]}")]


def century(hit: Hit, context: Context) -> list[Meaning]:
    """A century: the first two figures of its years."""
    number = ordinal_of(hit.word("number"), context.lexicon)
    return [meaning(hit, f"{number - 1:02}")] if number and 1 <= number <= 22 else []


def quarter(hit: Hit, context: Context) -> list[Meaning]:
    """A quarter or half of a year."""
    letter, months, count = _PARTS_OF_YEAR[hit.word("part") or "quarter"]
    said = hit.word("number")
    number = count if said in ("last", "final") else ordinal_of(said, context.lexicon)
    if number is None or not 1 <= number <= count:
        return []
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, f"{year:04}-{letter}{number}")]
    if context.published is None:
        return [meaning(hit, None)]
    if hit.word("step"):
        return [meaning(hit, f"{context.published.year + step_of(hit, context):04}-{letter}{number}", "published")]
    value = f"{_year_of_part(hit, context, number, months):04}-{letter}{number}"
    days = days_of(value)
    if letter == "Q" and days and (days[1] <= context.published or context.tense(hit) != "future"):
        context.report_on(value, hit.words[hit.last - 1].end)
    return [meaning(hit, value, "published")]


def _year_of_part(hit: Hit, context: Context, number: int, months: int) -> int:
    """The year whose quarter or half is meant: the last begun, or, when the clause looks ahead, the next to end, still to be reported on for two months."""
    published = context.published or date.min
    begun = (published.month - 1) // months + 1 >= number
    current = (add_months(published, -2).month - 1) // months + 1
    if context.tense(hit) == "future" and number < current:
        return add_months(published, -2).year + 1
    if context.tense(hit) == "future":
        return add_months(published, -2).year
    return published.year if begun else published.year - 1


def period_of_year(hit: Hit, context: Context) -> list[Meaning]:
    """The quarter of another year that corresponds to the one reported on: "the 1988 period"."""
    year = year_number(hit, context)
    if year is None:
        return []
    if context.quarter and hit.word("part") == "quarter":
        return [meaning(hit, f"{year:04}{context.quarter[4:]}")]
    return [meaning(hit, f"{year:04}")]


def season(hit: Hit, context: Context) -> list[Meaning]:
    """A season, its year told or inferred."""
    code = context.lexicon.code("seasons", hit.word("season"))
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, f"{year:04}-{code}")]
    if context.published is None:
        return [meaning(hit, None)]
    step = step_of(hit, context) if hit.word("step") else None
    published = context.published
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
    begun, over = published.month >= first, published >= add_months(date(published.year, first, 1), 3)
    if step == 0:
        number = published.year
    elif step == 1 or (step is None and context.tense(hit) == "future"):
        number = published.year + (1 if begun else 0)
    else:
        number = published.year - (0 if over or (begun and step is None) else 1)
    return [meaning(hit, f"{number:04}-{code}", "published")]


def holiday(hit: Hit, context: Context) -> list[Meaning]:
    """A day with a name."""
    known = grammar().holidays["".join(_spaced(hit))]
    year = year_number(hit, context)
    days = {
        number: date.fromisoformat(f"{number:04}-{known.day}") if known.day
        else nth_weekday(number, *known.nth) if known.nth
        else date.fromordinal(easter(number).toordinal() + (known.easter or 0))
        for number in ([year] if year else range((context.published or date(2000, 1, 1)).year - 1, (context.published or date(2000, 1, 1)).year + 2))
    }  # fmt: skip
    if year:
        return [meaning(hit, days[year].isoformat())]
    if context.published is None:
        return [meaning(hit, None)]
    published = context.published
    step, tense = step_of(hit, context) if hit.word("step") else None, context.tense(hit)
    if step == -1 or (step is None and tense == "past"):
        chosen = max(day for day in days.values() if day <= published)
    elif step == 1 or (step is None and tense in ("future", "present")):
        chosen = min(day for day in days.values() if day >= published)
    else:
        chosen = min(days.values(), key=lambda day: abs((day - published).days))
    return [meaning(hit, chosen.isoformat(), "published")]


def _spaced(hit: Hit) -> list[str]:
    """The pieces of the captured name with its apostrophes and spaces as in the data file."""
    words = hit.get("holiday")
    out: list[str] = []
    for index, word in enumerate(words):
        glued = index == 0 or word.start == words[index - 1].end
        out.append(("" if glued else " ") + word.text.replace("’", "'").replace("`", "'"))
    return out


def year_end(hit: Hit, context: Context) -> list[Meaning]:
    """The last day of a year."""
    year = year_number(hit, context)
    if year is not None:
        return [meaning(hit, f"{year:04}-12-31")]
    if context.published is None:
        return [meaning(hit, None)]
    back = hit.before() in ("since", "from", "at") and context.tense(hit) != "future"
    return [meaning(hit, f"{context.published.year - (1 if back else 0):04}-12-31", "published")]


def clock(hit: Hit, context: Context) -> list[Meaning]:
    """A time of the clock on the day named beside it, else the day last named or the day of the text."""
    time = _clock_value(hit, context)
    if time is None:
        return []
    told = bool(hit.word("half") or hit.last - hit.first > 1 or hit.word("hour") in context.lexicon.values["clock_words"])
    told = told or "meridiemclock" in hit.words[hit.first].classes
    sure = told or hit.before() in ("at", "around", "about", "by", "until", "till", "before", "after", "from", "since")
    day = context.reference if _same_sentence(hit, context) else context.published
    base = value_of(day, "D") if day else "XXXX-XX-XX"
    found = meaning(hit, f"{base}T{time}", "published" if day and day == context.published else None)
    return [replace(found, needs_day=True, sure=sure)]


def _same_sentence(hit: Hit, context: Context) -> bool:
    """Whether the last day that was named stands in the same sentence."""
    span = context.reference_span
    return span is not None and not re.search(r"[.!?]\s|\n\n", context.text[span[1] : hit.words[hit.first].start])


def _clock_value(hit: Hit, context: Context) -> str | None:
    word = hit.get("hour")[-1]
    if word.text in context.lexicon.values["clock_words"]:
        return context.lexicon.code("clock_words", word.text)
    if word.text in context.lexicon.values["numbers"]:
        hours, minutes = context.lexicon.number("numbers", word.text), 0
    elif "clockzone" in word.classes:
        hours, minutes = int(word.text[:2]), int(word.text[2:])
    else:
        match = _CLOCK.match(word.text.replace(".", ":"))
        if match is None:
            return None
        hours, minutes = int(match[1]), int(match[2] or 0)
    half = hit.word("half") or (word.text[-2:] if "meridiemclock" in word.classes else "")
    if half:
        hours = hours % 12 + context.lexicon.number("meridiem", half)
    elif hit.word("part"):
        hours += 12 if context.lexicon.code("parts", hit.word("part")) in ("AF", "EV") and hours < 12 else 0
    return f"{hours:02}:{minutes:02}" if hours <= 24 and minutes < 60 else None
