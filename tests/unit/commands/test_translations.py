"""What is found wrong in a catalogue, and what updating and compiling make of it."""

import gettext
import os
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po

from lms.commands.translations import (
    CatalogueBroken,
    check_message,
    compile_catalogues,
    extract_template,
    find_faults,
    update_catalogue,
)

MAPPING = "[python: lms/**.py]\n\n[jinja2: lms/web/**/templates/**.html]\ntrimmed = true\nsilent = false\n"
VIEWS = """
# Translators: a greeting
_("Good morning, %(name)s")
ngettext("One course", "%(num)d courses", n)
lazy_pgettext("verb", "Open")
gettext(variable)
"""
PAGE = "<h1>{{ _('Courses') }}</h1>{% trans %}\n  Two\n  lines{% endtrans %}"
BULGARIAN = {
    "Good morning, %(name)s": "Добро утро, %(name)s",
    "One course": ("Един курс", "%(num)d курса"),
    "Open": "Отвори",
    "Courses": "Курсове",
    "Two lines": "Два реда",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small program that says five sentences, and a folder that is none of its own."""
    for name, text in {
        "translations/babel.cfg": MAPPING,
        "lms/web/views.py": VIEWS,
        "lms/web/public/templates/public/home.html": PAGE,
        "instance/lms/foreign.py": "_('not ours')",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def translations(checkout: Path) -> Path:
    """The folder of catalogues of the small program, with a complete Bulgarian one."""
    folder = checkout / "translations"
    (folder / "messages.pot").write_bytes(extract_template(checkout))
    path = catalogue_in(folder)
    update_catalogue(path, "bg", read_po(BytesIO(extract_template(checkout))))
    text = path.read_text(encoding="utf-8")
    for sentence, words in BULGARIAN.items():
        text = with_translation(text, sentence, words)
    path.write_text(text, encoding="utf-8")
    return folder


def catalogue_in(folder: Path) -> Path:
    return folder / "bg" / "LC_MESSAGES" / "messages.po"


def with_translation(text: str, sentence: str, words: str | tuple[str, str]) -> str:
    if isinstance(words, str):
        return text.replace(f'msgid "{sentence}"\nmsgstr ""', f'msgid "{sentence}"\nmsgstr "{words}"')
    return text.replace('msgstr[0] ""', f'msgstr[0] "{words[0]}"').replace(
        'msgstr[1] ""', f'msgstr[1] "{words[1]}"'
    )


def codes(checkout: Path) -> list[str]:
    return [
        problem.code
        for problem in find_faults(checkout / "translations", extract_template(checkout), ("bg",)).found
    ]


def test_extraction_finds_every_way_of_saying_a_sentence(checkout: Path) -> None:
    template = read_po(BytesIO(extract_template(checkout)))
    assert {
        (message.context, message.id, tuple(message.auto_comments)) for message in template if message.id
    } == {
        (None, "Good morning, %(name)s", ("Translators: a greeting",)),
        (None, ("One course", "%(num)d courses"), ()),
        ("verb", "Open", ()),
        (None, "Courses", ()),
        (None, "Two lines", ()),
    }


def test_nothing_is_wrong_with_a_complete_catalogue(checkout: Path, translations: Path) -> None:
    assert codes(checkout) == []


def test_a_template_that_lags_behind_the_code_is_found(checkout: Path, translations: Path) -> None:
    (checkout / "lms" / "more.py").write_text("_('New')", encoding="utf-8")
    assert codes(checkout) == ["absent", "stale"]


def test_a_sentence_that_the_code_no_longer_says_is_found(checkout: Path, translations: Path) -> None:
    (checkout / "lms" / "web" / "views.py").write_text("", encoding="utf-8")
    assert codes(checkout) == ["left-over", "left-over", "left-over", "stale"]


def test_a_language_without_a_catalogue_is_found(checkout: Path, translations: Path) -> None:
    catalogue_in(translations).unlink()
    assert codes(checkout) == ["missing"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b'msgid "a"\nmsgid "b"\n', id="a translation missing in the middle"),
        pytest.param(b"hello\n", id="not a catalogue"),
    ],
)
def test_a_catalogue_that_cannot_be_read_is_found(checkout: Path, translations: Path, content: bytes) -> None:
    catalogue_in(translations).write_bytes(content)
    assert codes(checkout) == ["unreadable"]
    with pytest.raises(CatalogueBroken, match=r"messages\.po:"):
        compile_catalogues(translations)


def test_plural_forms_that_are_not_those_of_the_language_are_found(
    checkout: Path, translations: Path
) -> None:
    path = catalogue_in(translations)
    path.write_text(path.read_text("utf-8").replace("nplurals=2", "nplurals=3"), encoding="utf-8")
    assert codes(checkout) == ["plurals", "untranslated"]


ONE = ("One course", "%(num)d courses")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(Message("Open", "Отвори"), [], id="translated"),
        pytest.param(Message("Open", ""), ["untranslated"], id="not translated"),
        pytest.param(Message("Open", "  "), ["untranslated"], id="blanks are no translation"),
        pytest.param(Message("Open", "Отвори", flags=["fuzzy"]), ["fuzzy"], id="fuzzy"),
        pytest.param(Message("Hi %(name)s", "Здравей"), ["placeholders"], id="a placeholder dropped"),
        pytest.param(
            Message("Hi %(name)s", "Здравей, %(nam)s"), ["placeholders"], id="a placeholder misspelt"
        ),
        pytest.param(Message("%(a)s of %(b)s", "%(b)s от %(a)s"), [], id="placeholders in another order"),
        pytest.param(Message("%(n)d", "%(n)s"), ["placeholders"], id="a placeholder of another kind"),
        pytest.param(Message("Hi {name}", "Здравей"), ["placeholders"], id="a placeholder in braces dropped"),
        pytest.param(Message("%(n)d %%", "%(n)d %"), ["percent"], id="a percent sign that is not doubled"),
        pytest.param(Message("50 %", "50 %"), [], id="a percent sign in a sentence never filled in"),
        pytest.param(Message(ONE, ("Един курс", "%(num)d курса")), [], id="one needs no number"),
        pytest.param(Message(ONE, ("%(num)d курс", "%(num)d курса")), [], id="one may have its number"),
        pytest.param(Message(ONE, ("Един курс", "курсове")), ["placeholders"], id="many without the number"),
        pytest.param(Message(ONE, ("Един курс", "")), ["untranslated"], id="one plural form missing"),
        pytest.param(Message(ONE, ("Един курс",)), ["untranslated"], id="too few plural forms"),
    ],
)
def test_each_fault_of_a_message_has_its_code(message: Message, expected: list[str]) -> None:
    assert [code for code, _ in check_message(message, forms=2)] == expected


def test_updating_keeps_words_and_notes_nothing_that_changes_by_itself(
    checkout: Path, translations: Path
) -> None:
    before = catalogue_in(translations).read_bytes()
    update_catalogue(catalogue_in(translations), "bg", read_po(BytesIO(extract_template(checkout))))
    assert catalogue_in(translations).read_bytes() == before


def test_words_come_back_with_their_sentence(checkout: Path, translations: Path) -> None:
    path, views = catalogue_in(translations), checkout / "lms" / "web" / "views.py"
    for text in ("", VIEWS):
        views.write_text(text, encoding="utf-8")
        update_catalogue(path, "bg", read_po(BytesIO(extract_template(checkout))))
    assert codes(checkout) == []


def test_compiled_catalogues_speak_the_language(translations: Path) -> None:
    assert compile_catalogues(translations) == ["bg"]
    speaking = gettext.translation("messages", translations, ["bg"])
    assert speaking.ngettext("One course", "%(num)d courses", 5) == "%(num)d курса"


def test_only_what_changed_is_compiled_again(translations: Path) -> None:
    compile_catalogues(translations)
    assert compile_catalogues(translations) == []
    os.utime(catalogue_in(translations).with_suffix(".mo"), (1, 1))
    assert compile_catalogues(translations) == ["bg"]
