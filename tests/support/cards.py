"""Sets of cards for the course of the tests: methods with a field of every type, and a glossary in two languages.

They are put into the course by ``make.course(changed=CARDS)``.
"""

from collections.abc import Mapping

from lms.domain.courses.format.stamping import stamp
from tests.makers import COURSE, files_of

SET = f"content/{COURSE}/cards/methods.yaml"
GLOSSARY = f"content/{COURSE}/cards/glossary.yaml"
METHODS_AT = f"/learn/{COURSE}/cards/methods/"
FIELDS = """\
title: {en: "Methods", bg: "Методи"}
fields:
  group: {label: {en: "Group size", bg: "Участници"}, type: range}
  cost:
    label: {en: "Cost", bg: "Разход"}
    type: choice
    choices: {low: {en: "low", bg: "нисък"}, high: {en: "high", bg: "висок"}}
  hours: {label: {en: "Hours", bg: "Часове"}, type: number}
  since: {label: {en: "First used", bg: "За първи път"}, type: date}
  country: {label: {en: "Country", bg: "Държава"}, type: country}
  online: {label: {en: "Online", bg: "Онлайн"}, type: flag}
  place: {label: {en: "Place", bg: "Място"}, type: text}
  handbook: {label: {en: "Handbook", bg: "Наръчник"}, type: source, filter: false}
show: [group, cost, country]
"""
WORLD_CAFE = """\
---
title: World Café
summary: Talking at small tables, with a change of tables after each round.
group: 12..200
cost: low
hours: 2.5
since: 1995-01-01
country: US
online: false
place: {en: "a large room", bg: "голяма зала"}
handbook: "The hosts’ guide: https://example.org/cafe"
checked: 2026-11-21
sources: ["A made-up source: https://example.org/methods"]
---

People talk at small tables. Read [[why-ask]] and [[methods:jury]] first.
"""
WORLD_CAFE_BG = """\
---
title: Световно кафене
summary: Разговори на малки маси, които се сменят след всеки кръг.
---

Хората разговарят на малки маси. Първо прочетете [[why-ask]] и [[methods:jury]].
"""
JURY = """\
---
title: Citizens’ jury
group: 12..25
cost: high
hours: 30
country: DE
online: true
formerly: [planning-cell]
---

A small group, drawn by lot, hears witnesses and gives its advice.
"""
POSTER = """\
---
title: A poster
group: 1..
---

It hangs where people wait, and asks one question.
"""
TERMS = 'title: {en: "Glossary", bg: "Речник"}\n'
DECISION = """\
---
title: Decision
forms: [decisions]
---

What the council says will be done. It stands in the minutes.
"""
DECISION_BG = """\
---
title: Решение
summary: Това, което съветът казва, че ще се направи.
forms: [решения, решението]
---

Записва се в протокола.
"""
OFFICE = """\
---
title: Office
summary: Where the people work who carry a decision out.
---

It opens at nine.
"""


def card(name: str, lang: str = "en", of: str = "methods") -> str:
    """Return the path of a card."""
    return f"content/{COURSE}/{lang}/cards/{of}/{name}.md"


TEXTS = {
    SET: FIELDS,
    GLOSSARY: TERMS,
    card("world-cafe"): WORLD_CAFE,
    card("world-cafe", "bg"): WORLD_CAFE_BG,
    card("jury"): JURY,
    card("poster"): POSTER,
    card("decision", of="glossary"): DECISION,
    card("decision", "bg", of="glossary"): DECISION_BG,
    card("office", of="glossary"): OFFICE,
}


def stamped(texts: Mapping[str, str]) -> dict[str, str | None]:
    """Return these files of the course, its translations stamped as up to date."""
    files = files_of(changed=texts)
    found = {path: stamp(path, files) or files[path] for path in texts}
    return {path: body.decode() for path, body in found.items()}


CARDS: Mapping[str, str | None] = stamped(TEXTS)


def many(number: int) -> dict[str, str | None]:
    """Return the sets with so many more cards of long texts among the methods."""
    words = "People meet, are told what is to be decided, and say what they know about it. " * 6
    return {**CARDS, **{card(f"method-{each}"): f"---\ntitle: Method number {each} of those with a long name\ngroup: {each}..{each * 40}\ncost: {'low' if each % 2 else 'high'}\ncountry: BG\n---\n\n{words}\n" for each in range(1, number + 1)}}
