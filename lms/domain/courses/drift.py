"""What a reader is shown of a translation that its source has left behind: the original of each block that changed since.

A translation is marked block by block (course-format T2, T3). Each original is rendered by itself, with the definitions
of the source that it uses, so that nothing of it can be mixed up with the text around it; the text holds only the places
where the originals are shown. Where the blocks cannot be told apart, the whole text counts as out of date.
"""

import html as escaping
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from lms.domain.courses.format.blocks import Block
from lms.domain.courses.format.lesson import Lesson
from lms.domain.courses.format.library import CourseMap
from lms.domain.questions.model import Question, answer_id, pieces, text_id
from lms.platform.markdown import Resolve, Terms, render, sanitise
from lms.platform.markdown_places import are_between_blocks

LABEL = re.compile(r"\[(\^?[^\]\n]+)\](?!\()")
DEFINED = re.compile(r"\*?\[(?P<label>\^?[^\]\n]+)\]:[ \t]*")


@dataclass(frozen=True)
class Text:
    """A lesson as safe HTML and as plain text; ``originals`` are blocks of the source by the places in the HTML.

    ``is_behind`` says that the whole text is out of date; ``terms`` are the keys of the terms that were marked.
    """

    html: str
    text: str
    originals: Mapping[str, str] = field(default_factory=dict)
    is_behind: bool = False
    terms: tuple[str, ...] = ()


def lesson_text(course_map: CourseMap, key: str, lang: str, here: Resolve, there: Resolve, terms: Terms | None = None) -> Text:
    """Return a lesson in ``lang``, with the originals of its blocks that are out of date.

    ``here`` says where the links of this language lead, ``there`` where those of the source do; ``terms`` are those of the
    glossary that are marked.
    """
    lesson, found = course_map.lessons[key, lang], course_map.freshness_of(key, lang)
    changed = () if found.whole else found.blocks
    last = [lesson.blocks[place].last_line - lesson.first_line for place in changed]
    rendered = render(lesson.text, document=key, resolve=here, lang=lang, mark_after=last, terms=terms)
    if not are_between_blocks(rendered.html, len(changed)):
        whole = render(lesson.text, document=key, resolve=here, lang=lang, terms=terms)
        return Text(whole.html, whole.text, is_behind=True, terms=whole.terms)
    originals = {
        str(number): original_block(course_map.source_lesson(key), place, key, there, course_map.course.source)
        for number, place in enumerate(changed)
    }
    return Text(rendered.html, rendered.text, originals, found.whole, rendered.terms)


def original_block(source: Lesson, place: int, key: str, resolve: Resolve, lang: str) -> str:
    """Return the block at this place of a source as safe HTML that can stand on the page of its translation."""
    block, name = source.blocks[place], f"{key}-original-{place + 1}"
    if block.kind == "definition":
        return sanitise(f"<p>{escaping.escape(DEFINED.sub(_named, block.text), quote=False)}</p>")
    text = _footnote(block.text) if block.kind == "footnote" else block.text
    html = render(_with_definitions(text, source.blocks), document=name, resolve=resolve, lang=lang).html
    # What it links to in its own text has the same name in every language (L2), so it is found in the translation.
    return re.sub(rf'href="#{name}--(?!_)', f'href="#{key}--', html)


def _named(found: re.Match[str]) -> str:
    return f"{found['label']}: "


def _footnote(text: str) -> str:
    """Return the text of a footnote without its mark."""
    first, _end, rest = DEFINED.sub("", text, count=1).partition("\n")
    return f"{first}\n{dedent(rest)}"


def _with_definitions(text: str, blocks: tuple[Block, ...]) -> str:
    """Return a block with those footnotes, link definitions and abbreviations beneath it that it uses."""
    used, seen, look = [], set(), [text]
    definitions = [block for block in blocks if block.kind in ("footnote", "definition") and block.text != text]
    while look:  # a footnote may use others
        words = look.pop()
        labels = {_plain(label) for label in LABEL.findall(words)}
        for block in definitions:
            defined = DEFINED.match(block.text)
            is_used = defined and (defined["label"] in words if block.text.startswith("*") else _plain(defined["label"]) in labels)
            if is_used and block not in seen:
                seen.add(block)
                used.append(block.text)
                look.append(block.text[defined.end() :] if defined else "")
    return "\n\n".join([text, *used])


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()


def original_questions(course_map: CourseMap, key: str, lang: str, there: Resolve) -> dict[str, str]:
    """Return as safe HTML the pieces of those questions of a quiz whose words in ``lang`` may be shown and are out of date.

    They are what may be seen before marking, by the ids of the pieces: the text, and what stands before each answer.
    """
    comparison = course_map.comparisons.get((key, lang))
    if comparison is None:
        return {}
    source = course_map.quizzes[key, course_map.course.source]
    changed = comparison.stale & comparison.usable
    names = {name for question in source.questions if question.key in changed for name in _visible(question)}
    return {
        name: render(text, document=f"{key}-original-{name.replace('/', '-')}", resolve=there, lang=source.language).html
        for name, text in pieces(source).items()
        if name in names
    }


def _visible(question: Question) -> list[str]:
    return [text_id(question.key), *(answer_id(question.key, answer.number) for answer in question.answers)]
