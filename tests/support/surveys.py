"""The town hall's course with an optional survey at its end, in which every kind of question is asked once."""

from collections.abc import Mapping
from typing import Any

from tests.makers import files_of

SURVEY = "opinions"
SURVEY_AT = f"/learn/town-hall/{SURVEY}/"
RESULTS_AT = f"/teaching/quizzes/town-hall/{SURVEY}/"
FILE_EN, FILE_BG = (f"quizzes/town-hall/{lang}/{SURVEY}.md" for lang in ("en", "bg"))
MODULE = "modules/town-hall/answering.yaml"
OUTLINE = "modules/town-hall/course.yaml"
EN = """\
---
title: "Your opinion"
mode: survey
---

Say what you think of the square.

# The square

## choose

How do you find the square?

- ( ) Pleasant
- ( ) Too loud
- ( ) Too hot

## tick

What would you do there?

- [ ] Sit down
- [ ] Play
- [ ] Buy something

## truth

I was there this week.

= true

## short

Which tree should stand there?

= *

## number

How many minutes do you walk to it?

= 0..100

# The town hall

## between

Now to the people who work there.

## match

Who should do what?

- The clerk => answers
- The mayor => listens
- => decides alone

## order

What matters most?

1. Shade
2. Quiet
3. Benches

## fill

I come {{*often|seldom|never}} because of {{the trees}}.

## plan {kind=essay}

What would you build?

- (0-4) Is new

## think {kind=reflection}

What else?
"""
BG = """\
---
title: "Вашето мнение"
---

Кажете какво мислите за площада.

# Площадът

## choose

Как намирате площада?

- ( ) Приятен
- ( ) Твърде шумен
- ( ) Твърде горещ

## tick

Какво бихте правили там?

- [ ] Ще поседна
- [ ] Ще играя
- [ ] Ще купя нещо

## truth

Тази седмица бях там.

= true

## short

Какво дърво трябва да расте там?

= *

## number

Колко минути вървите дотам?

= 0..100

# Общината

## between

Сега за хората, които работят там.

## match

Кой какво трябва да прави?

- Деловодителят => отговаря
- Кметът => слуша
- => решава сам

## order

Кое е най-важно?

1. Сянка
2. Тишина
3. Пейки

## fill

Идвам {{*често|рядко|никога}} заради {{дърветата}}.

## plan

Какво бихте построили?

- (0-4) Ново е

## think

Какво още?
"""


def with_survey(*, required: bool = False, is_open: bool = False, **texts: str) -> dict[str, str | None]:
    """Return the files of the course that differ: a survey behind its test, and where asked a course that is open throughout.

    ``texts`` take the place of the survey in English (``en``) or Bulgarian (``bg``).
    """
    files = {path: files_of()[path].decode() for path in (MODULE, OUTLINE)}
    module = files[MODULE] + f"  - survey: {SURVEY}\n    minutes: 2\n" + ("" if required else "    required: false\n")
    outline = files[OUTLINE].replace("\nmodules:", "\nopen: [asking, answering]\nmodules:") if is_open else files[OUTLINE]
    return {MODULE: module, OUTLINE: outline, FILE_EN: texts.get("en", EN), FILE_BG: texts.get("bg", BG)}


# An answer to every question as a form without script sends it, and the same as data.
FORM: Mapping[str, str | list[str]] = {
    "q-choose": "2",
    "q-tick": ["1", "3"],
    "q-truth": "1",
    "q-short": "  Linden ",
    "q-number": "7.5",
    "q-match.1": "2",
    "q-match.2": "1",
    "q-order.1": "2",
    "q-order.2": "1",
    "q-order.3": "3",
    "q-fill.1": "2",
    "q-fill.2": "the shade",
    "q-plan": "A fountain.\r\nAnd a roof.",
    "q-think": "Nothing.",
}
SAID: Mapping[str, Any] = {
    "choose": 2,
    "tick": [1, 3],
    "truth": True,
    "short": "Linden",
    "number": "7.5",
    "match": {"1": 2, "2": 1},
    "order": [2, 1, 3],
    "fill": [2, "the shade"],
    "plan": "A fountain.\nAnd a roof.",
    "think": "Nothing.",
}
SENDING = {"send": "yes"}
