"""How far two coders agree beyond chance: Cohen's kappa and Krippendorff's alpha for two coders without gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa; None where there is nothing, or where chance alone would agree everywhere."""
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[each] * second[each] for each in first) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def alpha_nominal(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha for categories; None where nothing varies."""
    values = Counter(each for pair in pairs for each in pair)
    total = sum(values.values())
    expected = total**2 - sum(count**2 for count in values.values())
    if not expected:
        return None
    observed = 2 * sum(one != other for one, other in pairs)
    return 1 - (total - 1) * observed / expected


def alpha_interval(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Krippendorff's alpha for numbers on a scale; None where nothing varies."""
    values = [each for pair in pairs for each in pair]
    total = len(values)
    mean = sum(values) / total if total else 0.0
    expected = 2 * total * sum((each - mean) ** 2 for each in values)  # of all ordered pairs
    if not expected:
        return None
    observed = 2 * sum((one - other) ** 2 for one, other in pairs)
    return 1 - (total - 1) * observed / expected
