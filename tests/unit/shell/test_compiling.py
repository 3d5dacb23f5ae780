"""What templates become: as quick as it can be, and nothing of what people wrote ever comes out as HTML."""

from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from lms.web.shell.compiling import QuickTemplates

BAD = "<script>alert(1)</script>"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;"


class WithItsOwnHtml:
    """Something that says itself how it is shown."""

    def __html__(self) -> str:
        return "<b>own</b>"


class PretendedHtml(str):
    """A text that is no HTML, whatever it is called."""


def _say(sentence: str, **places: object) -> Markup:
    return Markup(sentence) % places if places else Markup(sentence)


def _environment(maker: type[Any] | None) -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    if maker:
        environment.code_generator_class = maker
    environment.globals.update(_=_say, asset=lambda name: f"/{name}?a=1&b=2", given=lambda *texts, **named: [*texts, *named.values()])
    return environment


def _both(template: str, **context: object) -> str:
    """Return what a template becomes here, which is what it becomes in Jinja."""
    ours, jinjas = (_environment(maker).from_string(template).render(**context) for maker in (QuickTemplates, None))
    assert ours == jinjas
    return ours


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        pytest.param("{{ text }}", SHOWN, id="a text"),
        pytest.param("{{ html }}", "<i>&amp;</i>", id="HTML"),
        pytest.param("{{ pretended }}", SHOWN, id="a text of another class"),
        pytest.param("{{ own }}", "<b>own</b>", id="a thing with its own HTML"),
        pytest.param("{{ 3 }}{{ number }}", "34", id="numbers"),
        pytest.param("{{ none }}", "None", id="nothing"),
        pytest.param("{{ _('<b>%(name)s</b>', name=text) }}", f"<b>{SHOWN}</b>", id="a sentence with a place"),
        pytest.param("{{ _('Sign in') }}", "Sign in", id="a sentence"),
        pytest.param("{{ asset('x') }}", "/x?a=1&amp;b=2", id="a plain function that gives a text"),
        pytest.param("{{ _(*['Sign in']) }}", "Sign in", id="a sentence in a row"),
        pytest.param("{{ _('%(a)s', **{'a': text}) }}", SHOWN, id="places in a row"),
        pytest.param("{{ given(text, b=html)|join(' ') }}", f"{SHOWN} <i>&amp;</i>", id="a function as Jinja calls it"),
        pytest.param("{% set said %}<u>{{ text }}</u>{% endset %}{{ said }}", f"<u>{SHOWN}</u>", id="a piece that is kept"),
        pytest.param("{% macro m(x) %}<p>{{ x }}</p>{% endmacro %}{{ m(text) }}{{ m(html) }}", f"<p>{SHOWN}</p><p><i>&amp;</i></p>", id="a macro"),
        pytest.param("{% for x in [text, html] %}{{ loop.index }}{{ x }}{% endfor %}", f"1{SHOWN}2<i>&amp;</i>", id="a loop"),
        pytest.param("{% autoescape false %}{{ html }}{% endautoescape %}", "<i>&amp;</i>", id="where nothing is escaped"),
        pytest.param("{% autoescape yes %}{{ text }}{% endautoescape %}", SHOWN, id="where it turns out late"),
        pytest.param("{{ 'a<' ~ text }}", f"a&lt;{SHOWN}", id="texts joined"),
    ],
)
def test_a_template_says_what_jinja_says(template: str, shown: str) -> None:
    context = {"text": BAD, "html": Markup("<i>&amp;</i>"), "pretended": PretendedHtml(BAD), "own": WithItsOwnHtml()}
    assert _both(template, number=4, none=None, yes=True, **context) == shown


def test_what_is_not_there_is_a_mistake() -> None:
    with pytest.raises(UndefinedError, match="'nobody' is undefined"):
        _environment(QuickTemplates).from_string("{{ nobody }}").render()


def test_a_plain_function_is_called_as_python_calls_it() -> None:
    source = _environment(QuickTemplates).compile("{{ _('Sign in', name=3) }}", raw=True)
    assert "context.call" not in source
    assert "'Sign in', name=3, )" in source
