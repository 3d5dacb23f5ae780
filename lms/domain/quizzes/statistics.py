"""What the marks of many attempts say about the questions of a quiz: classical item analysis. Pure, over numbers.

Where questions are drawn, no attempt met all of them, and one may have met harder ones than another. So every mark is
taken as its distance from the mean of its question over all who met it, and a total is the sum of these distances. Where
everybody met the same questions that changes nothing: distances sum up to the distance of the total from its mean, and
neither a correlation nor a variance knows where zero lies. Tests compare both with an independent package.

- Facility: the mean share of the points, the "proportion correct" or "difficulty" p of a question (Crocker & Algina,
  *Introduction to Classical and Modern Test Theory*, 1986, ch. 14).
- Discrimination: the correlation of the marks at a question with the totals of the *other* questions; with the total that
  holds the question itself it would be too high (Henrysson, "Correction of item-total correlations in item analysis",
  Psychometrika 28, 1963).
- Alpha: Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16, 1951, in the form
  m·c ÷ (v + (m − 1)·c): m questions of mean variance v and mean covariance c of two of them. Both means are taken over
  what was met: every question, and every pair of questions, counts as often as attempts met it. Where all met the same
  questions that is k ÷ (k − 1) · (1 − sum of variances ÷ variance of the total), exactly.

Sums are ``fsum``, which rounds once, so the order of the attempts changes no digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, fsum, sqrt
from operator import mul
from statistics import median

BEST = 3  # the best third: one of so many
NO_SPREAD = 1e-12  # what is left of a variance of nothing when numbers are rounded
DIGITS = 9


class NoAlpha(StrEnum):
    """Why alpha cannot be computed."""

    ONE_QUESTION = "nobody met two questions that are worth points"
    NO_DIFFERENCE = "all marks are the same"


@dataclass(frozen=True)
class Item:
    """What attempts got at one question: ``rows`` are the attempts that met it, ``shares`` what each got of ``points``."""

    points: float
    rows: Sequence[int]
    shares: Sequence[float]


@dataclass(frozen=True)
class ItemFigures:
    """What is known of one question; None where it cannot be known."""

    met: int
    facility: float | None
    discrimination: float | None


@dataclass(frozen=True)
class Figures:
    """What is known of a quiz and its questions; ``best`` are the attempts of the best third, none where too many are equal."""

    items: tuple[ItemFigures, ...]
    alpha: float | None
    why_no_alpha: NoAlpha | None
    best: frozenset[int]


def figures(items: Sequence[Item], attempts: int) -> Figures:
    """Return what these marks say; ``items`` in an order that does not hang on the attempts, rows from 0 to ``attempts``."""
    everything = fsum(item.points for item in items) or 1.0
    means = [_mean(item.shares) for item in items]
    distances = [
        [item.points / everything * (share - mean) for share in item.shares] for item, mean in zip(items, means, strict=True)
    ]
    totals = [0.0] * attempts
    for item, mine in zip(items, distances, strict=True):
        for row, distance in zip(item.rows, mine, strict=True):
            totals[row] += distance
    alpha = _alpha(items, distances, totals)
    found = tuple(
        ItemFigures(len(item.rows), mean if item.rows else None, _discrimination(item, mine, totals))
        for item, mine, mean in zip(items, distances, means, strict=True)
    )
    return Figures(found, None if isinstance(alpha, NoAlpha) else alpha, alpha if isinstance(alpha, NoAlpha) else None, best_of(totals))


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values) if values else 0.0


def _discrimination(item: Item, distances: Sequence[float], totals: Sequence[float]) -> float | None:
    """Return the correlation of a question with the totals of the others, None where either is the same for all."""
    shares = item.shares
    rest = [totals[row] - distance for row, distance in zip(item.rows, distances, strict=True)]
    return correlation(shares, rest)


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Return Pearson's correlation, None where one of both does not vary."""
    if len(ones) < 2:
        return None
    mean, other_mean = _mean(ones), _mean(others)
    from_mean, from_other = [value - mean for value in ones], [value - other_mean for value in others]
    spread, other_spread = fsum(map(mul, from_mean, from_mean)), fsum(map(mul, from_other, from_other))
    if min(spread, other_spread) <= NO_SPREAD * len(ones):
        return None
    return fsum(map(mul, from_mean, from_other)) / sqrt(spread * other_spread)


def _alpha(items: Sequence[Item], distances: Sequence[Sequence[float]], totals: Sequence[float]) -> float | NoAlpha:
    """Return alpha, or why there is none.

    The square of a total is the sum of the squares and of the products of its parts, so the products of all pairs need
    not be computed one by one.
    """
    counted = [(item, mine) for item, mine in zip(items, distances, strict=True) if item.points]
    lengths = [0] * len(totals)
    for item, _mine in counted:
        for row in item.rows:
            lengths[row] += 1
    met, pairs = sum(lengths), sum(length * (length - 1) for length in lengths)
    if not pairs:
        return NoAlpha.ONE_QUESTION
    squares = fsum(distance * distance for _item, mine in counted for distance in mine)
    products = fsum(map(mul, totals, totals)) - squares
    variance, covariance = squares / met, products / pairs
    length = met / sum(1 for each in lengths if each)
    whole = variance + (length - 1) * covariance
    return NoAlpha.NO_DIFFERENCE if whole <= NO_SPREAD else length * covariance / whole


def best_of(totals: Sequence[float]) -> frozenset[int]:
    """Return the attempts of the best third, with all that are equal to the last of it; none if that is more than half."""
    if not totals:
        return frozenset()
    rounded = [round(total, DIGITS) for total in totals]
    last = sorted(rounded, reverse=True)[ceil(len(rounded) / BEST) - 1]
    best = frozenset(row for row, total in enumerate(rounded) if total >= last)
    return best if len(best) * 2 <= len(rounded) else frozenset()


def middle(seconds: Sequence[int]) -> int | None:
    """Return the median of how long something took, None where nothing is known of it."""
    return round(median(seconds)) if seconds else None
