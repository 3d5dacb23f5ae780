"""A small guide in two languages: two parts, three lessons, one of which is in English only, a scenario, cards with a glossary, and a document for trainers."""

from collections.abc import Mapping

from tests.makers import Makers

GUIDE = "clear-letters"
HANDOUT = "how-to-teach"
FIRST, SECOND, THIRD, SCENARIO = "begin-here", "short-words", "the-end", "an-angry-letter"
SET, GLOSSARY = f"/guides/{GUIDE}/cards/openings/", f"/guides/{GUIDE}/cards/glossary/"
OUTLINE = f"modules/{GUIDE}/course.yaml"

FILES = {
    OUTLINE: """\
format: 1
uid: 5e0c2f7a9b1d4c3e8f60a1b2c3d4e5f6
kind: guide
title: {en: "Clear letters", bg: "Ясни писма"}
summary: {en: "How to write so that people understand.", bg: "Как да пишете, че хората да разбират."}
audience: {en: "Whoever answers letters", bg: "Който отговаря на писма"}
source: en
languages: [en, bg]
licence: CC-BY-4.0
modules: [before, writing]
""",
    f"modules/{GUIDE}/before.yaml": """\
title: {en: "Before you write", bg: "Преди да пишете"}
activities:
  - lesson: begin-here
    minutes: 3
trainer: [how-to-teach]
""",
    f"modules/{GUIDE}/writing.yaml": """\
title: {en: "Writing", bg: "Писане"}
after: [before]
activities:
  - lesson: short-words
  - lesson: the-end
    required: false
  - scenario: an-angry-letter
    minutes: 4
""",
    f"content/{GUIDE}/en/{FIRST}.md": """\
---
title: Begin here
checked: 2026-11-01
sources: ["Plain letters, https://example.org/plain"]
---

Know whom you write to. See [[short-words#why]].

> [!REFLECT] Whom did you write to last?
> Think of one letter.
""",
    f"content/{GUIDE}/bg/{FIRST}.md": """\
---
title: Започнете оттук
---

Знайте на кого пишете. Вижте [[short-words#why]].

> [!REFLECT] На кого писахте последно?
> Помислете за едно писмо.
""",
    f"content/{GUIDE}/en/{HANDOUT}.md": "---\ntitle: How to teach it\n---\n\nBring letters that nobody understood.\n",
    f"content/{GUIDE}/en/{SECOND}.md": "---\ntitle: Short words\n---\n\n## Why {#why}\n\nShort words are read.\n",
    f"content/{GUIDE}/en/{THIRD}.md": "---\ntitle: The end\n---\n\nRead it aloud, and choose how to begin: [[openings:plain]], or [[openings:]].\n",
    f"content/{GUIDE}/bg/{THIRD}.md": "---\ntitle: Краят\n---\n\nПрочетете го на глас и изберете начало: [[openings:plain]] или [[openings:]].\n",
    f"content/{GUIDE}/en/{SCENARIO}.md": """\
---
title: An angry letter
---

It came this morning, and it is long.

## You read it {#read}

- [Answer at once](#at-once)
- [Ring them up](#called)
  > They pick up at once.

## They write again {#at-once}

It is longer still.

## You understand each other {#called .good}

Short words are heard, too.
""",
    f"content/{GUIDE}/cards/openings.yaml": """\
title: {en: "Openings", bg: "Начала"}
fields:
  words: {label: {en: "Words", bg: "Думи"}, type: number}
""",
    f"content/{GUIDE}/en/cards/openings/plain.md": """\
---
title: Plain
summary: The decision, and nothing before it.
words: 7
checked: 2026-11-01
formerly: [simple]
---

Say why you write. See [[short-words]] and [[openings:warm]].
""",
    f"content/{GUIDE}/bg/cards/openings/plain.md": "---\ntitle: Просто\nsummary: Решението и нищо преди него.\n---\n\nКажете защо пишете. Вижте [[short-words]] и [[openings:warm]].\n",
    f"content/{GUIDE}/en/cards/openings/warm.md": "---\ntitle: Warm\nsummary: Thank them first.\nwords: 12\n---\n\nThank them, and mean it.\n",
    f"content/{GUIDE}/cards/glossary.yaml": 'title: {en: "Glossary", bg: "Речник"}\n',
    f"content/{GUIDE}/en/cards/glossary/word.md": "---\ntitle: word\nforms: [words]\nsummary: The smallest part of a text that means something.\n---\n\nOf a word one can ask what it means.\n",
}


def publish(make: Makers, changed: Mapping[str, str] | None = None) -> str:
    """Publish the guide and return its key; ``changed`` puts other texts in place of its files."""
    make.publish(GUIDE, {path: text.encode() for path, text in (FILES | dict(changed or {})).items()})
    return GUIDE
