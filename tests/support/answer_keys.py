"""A small course with a test whose answer key can be anything, and what an answer is worth by it, reckoned by other means."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

QUIZ = "exam"
WORDS = ("linden", "oak", "elm", "липа")
DRAWN = ("left", "right")
ALWAYS = ("choose", "tick", "truth", "short", "number", "order", "fill")


@dataclass(frozen=True)
class Key:
    """What is right: the number of a choice, those of several, a truth, texts in two languages, a number and how far from it."""

    choose: int = 1
    tick: frozenset[int] = frozenset({1, 3})
    truth: bool = True
    short: tuple[str, ...] = ("linden",)
    short_bg: tuple[str, ...] = ("липа",)
    half: str = ""
    number: int = 10
    around: int = 0
    whole_order: bool = False
    gap: tuple[str, ...] = ("linden",)
    pick: int = 1
    case: bool = False
    drawn: int = 1


def files_of(key: str, number: int, of: Key, *, wording: str = "", completes: bool = True, required: str = "exam") -> dict[str, bytes]:
    """Return the course: a test in English and Bulgarian, and a certificate for whoever passes it."""
    outline = f"""format: 1
uid: {number:032x}
kind: course
title: {{en: "Of trees", bg: "За дървета"}}
summary: {{en: "A course about trees", bg: "Курс за дървета"}}
source: en
languages: [en, bg]
modules: [only]
completion: {{activities: required{", score: 60" if completes else ""}}}
certificate:
  title: {{en: "Knows trees", bg: "Познава дърветата"}}
"""
    module = f"""title: {{en: "Trees", bg: "Дървета"}}
activities:
  - lesson: reading
    minutes: 5
    required: false
  - quiz: {QUIZ}
    minutes: 5
"""
    texts = {
        f"modules/{key}/course.yaml": outline,
        f"modules/{key}/only.yaml": module,
        f"content/{key}/en/reading.md": '---\ntitle: "Reading"\nsummary: "What to read"\n---\n\nRead about trees.\n',
        f"content/{key}/bg/reading.md": '---\ntitle: "Четене"\nsummary: "Какво да се прочете"\n---\n\nПрочетете за дърветата.\n',
        f"quizzes/{key}/en/{QUIZ}.md": quiz_text(of, "en", wording),
        f"quizzes/{key}/bg/{QUIZ}.md": quiz_text(of, "bg", wording),
    }
    return {path: text.encode() for path, text in texts.items()}


def quiz_text(key: Key, lang: str, wording: str = "") -> str:
    """Return the file of the test in one language; ``wording`` stands in its questions."""
    is_source = lang == "en"
    head = 'title: "Exam"\nmode: test\npass: 60\nshow_answers: after-attempt\nshuffle: [questions, answers]' if is_source else 'title: "Изпит"'
    case, marking = (" {case=yes}" if key.case and is_source else ""), (" {marking=all}" if key.whole_order and is_source else "")
    accepted = key.short if is_source else key.short_bg
    half = [f"=50% {key.half}"] if key.half and is_source else []
    gap = "|".join(f"={text}" for text in key.gap)
    pick = "|".join(("*" if number == key.pick else "") + word for number, word in enumerate(("one", "two", "three"), 1))
    number = f"{key.number} ± {key.around}" if key.around else str(key.number)
    return "\n\n".join(
        [
            f"---\n{head}\n---",
            f"# All {wording}",
            f"## choose\n\nWhich? {wording}\n\n" + "\n".join(f"- ({'x' if each == key.choose else ' '}) Choice {each}\n  > About {each} by {key.choose}." for each in (1, 2, 3)),
            "## tick\n\nWhich ones?\n\n" + "\n".join(f"- [{'x' if each in key.tick else ' '}] Box {each}" for each in (1, 2, 3, 4)),
            f"## truth\n\nIs it so?\n\n= {'true' if key.truth else 'false'}",
            f"## short{case}\n\nWhat is it called?\n\n" + "\n".join([*(f"= {text}" for text in accepted), *half]),
            f"## number\n\nHow many?\n\n= {number}",
            f"## order{marking}\n\nIn which order?\n\n1. First\n2. Second\n3. Third",
            f"## fill{case}\n\nIt is a {{{{{gap}}}}} of {{{{{pick}}}}}.",
            f"# One of two{' {draw=1}' if is_source else ''}",
            *(f"## {each}\n\nIs it {each}?\n\n- ({'x' if key.drawn == 1 else ' '}) Yes\n- ({'x' if key.drawn == 2 else ' '}) No" for each in DRAWN),
        ]
    ) + "\n"


def worth(key: Key, question: str, said: Any) -> Fraction:
    """Return what an answer is worth by a key."""
    if said is None:
        return Fraction(0)
    match question:
        case "choose":
            return Fraction(said == key.choose)
        case "tick":
            wrong, right = 4 - len(key.tick), len(key.tick)
            hits, misses = len(key.tick & set(said)), len(set(said) - key.tick)
            return max(Fraction(0), Fraction(hits, right) - (Fraction(misses, wrong) if wrong else 0))
        case "truth":
            return Fraction(said == key.truth)
        case "number":
            return Fraction(abs(int(said) - key.number) <= key.around)
        case "order":
            followed = sum(after == before + 1 for before, after in itertools.pairwise(said))
            return Fraction(followed == 2) if key.whole_order else Fraction(followed, 2)
        case "fill":
            return Fraction(_is(said[0], key.gap, key.case) + (said[1] == key.pick), 2)
        case "short":
            if _is(said, (*key.short, *key.short_bg), key.case):
                return Fraction(1)
            return Fraction(1, 2) if key.half and _is(said, (key.half,), key.case) else Fraction(0)
    return Fraction(said == key.drawn)


def _is(said: str, accepted: tuple[str, ...], case: bool) -> bool:
    return any(said == each if case else said.casefold() == each.casefold() for each in accepted)


def share(key: Key, said: Mapping[str, Any], drawn: tuple[str, ...]) -> Fraction:
    """Return the share of an attempt that met these questions."""
    return sum((worth(key, each, said.get(each)) for each in drawn), Fraction(0)) / len(drawn)
