"""Makes the two texts of a letter: plain for everybody, and HTML that loads nothing and tells nobody that it was read."""

import textwrap

from flask import current_app, render_template, url_for

from lms.platform.mail import Message, on_one_line
from lms.settings import Settings
from lms.web.mail.letters import Letter
from lms.web.shell.languages import speak, ui_language
from lms.web.shell.site import site
from lms.web.shell.words import gettext as _

WIDTH = 72


def address_of(endpoint: str, **parts: object) -> str:
    """Return the whole address of a page, as it may stand in a letter: under the name of the site, never that of a request."""
    return settings().base_url + url_for(endpoint, **parts)  # type: ignore[arg-type]


def settings() -> Settings:
    """Return the settings of the site that writes."""
    found: Settings = current_app.extensions["settings"]
    return found


def compose(letter: Letter, key: str) -> Message:
    """Return a letter as it is sent, with both its texts, in its language or the best that the catalogues have for it."""
    speak(letter.language)
    return Message(
        key=key,
        to=letter.to,
        name=letter.name,
        subject=on_one_line(letter.subject),
        language=ui_language(),
        plain=plain_text(letter),
        html=render_template("mail/letter.html", letter=letter, greeting=greeting(letter), signature=signature(), home=settings().base_url),
    )


def greeting(letter: Letter) -> str:
    """Return how a letter addresses its reader; empty where it knows no name."""
    name = on_one_line(letter.name)
    return _("Hello %(name)s,", name=name) if name else ""


def signature() -> str:
    """Return the words under every letter."""
    return _("%(site)s sends this letter by itself. Nobody reads answers to it.", site=site().site_name)


def plain_text(letter: Letter) -> str:
    """Return a letter as plain text: lines of 72 signs at most, but code and link whole and on lines of their own."""
    pieces = [_wrapped(greeting(letter)), *map(_wrapped, letter.paragraphs)]
    pieces.append(f"    {letter.code}" if letter.code else "")
    pieces.append(f"{_wrapped(letter.link_says + ':')}\n{letter.link}" if letter.link else "")
    pieces += map(_wrapped, letter.after)
    pieces.append(f"-- \n{_wrapped(signature())}\n{settings().base_url}".rstrip())
    return "\n\n".join(filter(None, pieces)) + "\n"


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(" ".join(paragraph.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
