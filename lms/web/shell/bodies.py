"""What is sent with a request, read so that none of it can be more than a bad request: forms, JSON, and texts that are none."""

from collections.abc import Iterator
from typing import Any

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider
from flask_wtf import FlaskForm

NUL = "\x00"


class SentForm(FlaskForm):
    """A form that takes the fields of a form alone: neither JSON nor a file can stand where a text is expected."""

    class Meta(FlaskForm.Meta):
        """How Flask-WTF finds what was sent."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return the fields that were sent, where the view has not said otherwise."""
            found = super().wrap_formdata(form, formdata)
            return found if found is None or found is formdata else request.form


class SafeJSON(DefaultJSONProvider):
    """Flask's JSON, for which what is nested too deeply or holds what is no text is as broken as what is cut off."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Return what the text says. Raises ValueError where it is no JSON, nested too deeply, or where a text in it is none."""
        try:
            found = super().loads(s, **kwargs)
            escaped = "\\u" in s if isinstance(s, str) else b"\\u" in s  # else no text in it can be other than it looks
            if escaped and not all(map(_is_text, _texts_in(found))):
                raise ValueError("half a sign, or none")
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return found


def _texts_in(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        yield from found
        for each in found.values():
            yield from _texts_in(each)
    elif isinstance(found, list):
        for each in found:
            yield from _texts_in(each)


def _is_text(found: str) -> bool:
    """Tell whether a text can be kept and shown: no database keeps a NUL, and half a surrogate is no sign."""
    return NUL not in found and not any("\ud800" <= sign <= "\udfff" for sign in found)


def read_bodies(app: Flask) -> None:
    """Let the application read what is sent so."""
    app.json = SafeJSON(app)
    app.before_request(_refuse_what_is_no_text)


def _refuse_what_is_no_text() -> None:
    """Refuse a NUL wherever it stands: nobody types one, and PostgreSQL takes none."""
    if NUL in request.path:
        abort(404)
    sent = [request.args] if request.query_string else []
    if request.method == "POST":
        sent.append(request.form)
    if any(NUL in name or NUL in value for fields in sent for name, value in fields.items(multi=True)):
        abort(400)
