"""Every sentence that the code says can be read in every language of the interface."""

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from lms.commands.translations import KEYWORDS, TRANSLATED, TRANSLATIONS, extract_template, find_faults
from tests.support.source import modules

WRITERS_OF_LETTERS = {f"lms/web/{name}.py" for name in ("account/letters", "admin/invitations", "mail/letters", "mail/trial", "public/barrier_letters", "trainer/further_letters", "trainer/marking_letters")}
MARKS = {"N_", "gettext", "ngettext", "lazy_gettext", "lazy_ngettext"}


@pytest.fixture(scope="module")
def template() -> bytes:
    return extract_template()


@pytest.mark.mend(
    "A sentence of the code is new or changed. Run: .venv/bin/lms translations update. It writes "
    "translations/messages.pot and the catalogues."
)
def test_the_template_says_what_the_code_says(template: bytes) -> None:
    assert [str(problem) for problem in find_faults(TRANSLATIONS, template, ()).found] == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.mend(
    "Run .venv/bin/lms translations update, write what is missing into "
    "translations/bg/LC_MESSAGES/messages.po, then .venv/bin/lms translations check."
)
def test_every_sentence_is_translated_whole(language: str, template: bytes) -> None:
    found = find_faults(TRANSLATIONS, template, (language,)).found
    assert [str(problem) for problem in found if problem.code != "stale"] == []


@pytest.mark.mend(
    "Sort what extract_template in lms/commands/translations.py reads: its result must depend on the files "
    "alone."
)
def test_extraction_gives_the_same_bytes_twice(template: bytes) -> None:
    assert extract_template() == template


def names_of_marks() -> Iterator[str]:
    """Yield every name by which a module calls what marks a sentence for translation."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom):
                yield from (alias.asname or alias.name for alias in node.names if alias.name in MARKS)


@pytest.mark.mend(
    "Add the new name of gettext or N_ to KEYWORDS in lms/commands/translations.py, or import it under a name "
    "that stands there."
)
def test_the_extraction_knows_every_name_by_which_sentences_are_marked() -> None:
    """A sentence marked by a name that it does not know would be shown in English for ever, and nobody would be told."""
    assert set(names_of_marks()) - set(KEYWORDS) == set()
    assert {"_", "_l", "N_"} <= set(names_of_marks())


def bulgarian() -> list[str]:
    """Return everything that the Bulgarian catalogue says."""
    with (TRANSLATIONS / "bg" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    said = [message.string for message in catalogue if message.id]
    return [form for each in said for form in (each if isinstance(each, tuple) else (each,))]


@pytest.mark.mend(
    "In translations/bg/LC_MESSAGES/messages.po write quotes as „…“, and a blank before a percent sign: "
    "%(percent)s %%."
)
def test_bulgarian_is_set_as_bulgarian_is_set() -> None:
    """Quotes are „…“, and a percent sign stands apart from its number."""
    assert [each for each in bulgarian() if "”" in each or each.count("„") != each.count("“")] == []
    assert [each for each in bulgarian() if ")s%%" in each] == []


# „Вие“ is written with a capital letter to one person in a letter, and with a small one on a page that anybody reads.
POLITE = re.compile(r"(?<![.!?:…] )(?<![.!?:…] [„“(])(?<!^)(?<!^[„“(])\bв(?:и|ие|ас|ам|аш(?:ата|ето|ите|ият|ия|а|о|и)?)\b", re.IGNORECASE | re.MULTILINE)


@pytest.mark.mend(
    "In translations/bg/LC_MESSAGES/messages.po write „вие“, „ви“, „ваш“ small on pages, and with a capital in letters "
    "(sentences that only the writers of letters say)."
)
def test_bulgarian_pages_say_you_in_small_letters_and_letters_in_capitals() -> None:
    with (TRANSLATIONS / "bg" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    wrong, seen = [], {True: 0, False: 0}
    for message in catalogue:
        in_letters = all(place in WRITERS_OF_LETTERS for place, _ in message.locations)
        for text in [message.string] if isinstance(message.string, str) else message.string:
            for word in POLITE.findall(text) if message.id else ():
                seen[in_letters] += 1
                wrong += [text] if word[0].isupper() is not in_letters else []
    assert wrong == []
    assert min(seen.values()) > 15


# What a button could say to a friend: the same verbs for one person who is not addressed politely.
TO_A_FRIEND = re.compile(
    r"^(?:Върни|Виж|Влез|Въведи|Добави|Започни|Запази|Избери|Излез|Използвай|Изпрати|Изтегли|Направи|Напиши|Опитай|Отвори|Отбележи|Покажи"
    r"|Потвърди|Премахни|Провери|Продължи|Промени|Прочети|Смени|Спри|Създай|Търси)\b"
)


@pytest.mark.mend("In translations/bg/LC_MESSAGES/messages.po say „Изпратете“ or „Изпращане“ where English says “Send”.")
def test_bulgarian_says_you_politely_on_buttons_too() -> None:
    assert [each for each in bulgarian() if TO_A_FRIEND.match(each)] == []
