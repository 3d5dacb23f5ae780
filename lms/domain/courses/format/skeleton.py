"""The files of a new course, as somebody begins to write it: one module with a lesson and a practice quiz."""

import json
from collections.abc import Sequence

from lms.domain.courses.format.library import document_path, module_path
from lms.domain.courses.format.stamping import stamp

PAGE = "docs/writing.md"
MODULE, LESSON, QUIZ = "first-module", "first-lesson", "first-check"
WRITTEN = {
    "en": {
        "module": "The first module",
        "outcome": "Say in your own words what this module is about",
        "lesson": "The first lesson",
        "begin": "Write here what people should know, and a blank line between two paragraphs.",
        "heading": "A heading of level 2",
        "note": "What should not be missed.",
        "quiz": "Check yourself",
        "question": "Which of these two answers is marked right in this file?",
        "right": "This one",
        "wrong": "That one",
        "feedback": "The one with an x between its brackets.",
    },
    "bg": {
        "module": "Първият модул",
        "outcome": "Казвате със свои думи за какво е този модул",
        "lesson": "Първият урок",
        "begin": "Напишете тук какво трябва да знаят хората и оставяйте празен ред между два абзаца.",
        "heading": "Заглавие от второ ниво",
        "note": "Това, което не бива да се пропуска.",
        "quiz": "Проверете се",
        "question": "Кой от тези два отговора е отбелязан като верен в този файл?",
        "right": "Този",
        "wrong": "Онзи",
        "feedback": "Онзи, който има x между скобите си.",
    },
}


def new_course(key: str, uid: str, title: str, source: str, translations: Sequence[str] = ()) -> dict[str, bytes]:
    """Return the files of a new course by their paths; a language for which there are no words here gets no translation.

    What is written in the source language stands there in English where there are no words in it.
    """
    words = {source: WRITTEN.get(source, WRITTEN["en"])} | {lang: WRITTEN[lang] for lang in translations if lang in WRITTEN}

    titles = _by_language({source: _quoted(title)})  # nobody has translated it yet
    named = _by_language({lang: _quoted(of["module"]) for lang, of in words.items()})
    outcomes = _by_language({lang: f"[{_quoted(of['outcome'])}]" for lang, of in words.items()})
    texts = {
        module_path(key, "course"): _course(uid, titles, source, (source, *translations)),
        module_path(key, MODULE): _module(named, outcomes),
    }
    for lang, of in words.items():
        texts[document_path(key, LESSON, lang, is_quiz=False)] = _lesson(of)
        texts[document_path(key, QUIZ, lang, is_quiz=True)] = _quiz(of, is_source=lang == source)
    files = {path: text.encode() for path, text in texts.items()}
    return {path: stamp(path, files) or body for path, body in files.items()}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _by_language(texts: dict[str, str]) -> str:
    return "{" + ", ".join(f"{lang}: {text}" for lang, text in texts.items()) + "}"


def _course(uid: str, titles: str, source: str, languages: Sequence[str]) -> str:
    return f"""\
# What the course is. How to write one: {PAGE}
format: 1
uid: {uid}    # the course is known by it for ever: never change it
kind: course
title: {titles}
source: {source}    # the language in which you write
languages: [{", ".join(languages)}]
modules: [{MODULE}]    # their order; each is a file beside this one
"""


def _module(title: str, outcomes: str) -> str:
    return f"""\
# One module: what people do, in this order. More kinds: {PAGE}
title: {title}
outcomes: {outcomes}    # what people can do afterwards
activities:
  - lesson: {LESSON}    # its text: content/…/{LESSON}.md
    minutes: 5
  - quiz: {QUIZ}    # its questions: quizzes/…/{QUIZ}.md
    minutes: 2
"""


def _lesson(of: dict[str, str]) -> str:
    return f"""\
---
title: {_quoted(of["lesson"])}
---

{of["begin"]}

## {of["heading"]}

> [!NOTE]
> {of["note"]}
"""


def _quiz(of: dict[str, str], *, is_source: bool) -> str:
    mode = "mode: practice    # or test, which is marked\n" if is_source else ""
    return f"""\
---
title: {_quoted(of["quiz"])}
{mode}---

## which-is-right

{of["question"]}

- (x) {of["right"]}
- ( ) {of["wrong"]}

> {of["feedback"]}
"""
