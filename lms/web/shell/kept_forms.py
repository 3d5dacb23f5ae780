"""Long forms whose texts the browser keeps until the site has taken them (static/kept-forms.js).

Such a form carries the name under which the browser keeps it, a random one. When the site has taken the form, which in this
house is answered with 303, the next page tells the browser that it may forget what it kept under that name.
"""

import re

from flask import Flask, Response, g, request

from lms.web.shell.visitors import cookie_name, keep_cookie

FIELD = "kept_as"
COOKIE = "accepted"
NAME = re.compile(r"[0-9a-f]{32}")
TAKEN = 303


def let_forms_go(app: Flask) -> None:
    """Make ``accepted_form()`` known to templates, and note each form that was taken."""
    app.jinja_env.globals["accepted_form"] = accepted_form
    app.after_request(_note_what_was_taken)


def accepted_form() -> str:
    """Return the name of the form that the site has just taken from this browser, if there is one; the page tells it once."""
    name = request.cookies.get(cookie_name(COOKIE), "")
    if not NAME.fullmatch(name):
        return ""
    g.accepted_is_told = True
    return name


def _note_what_was_taken(response: Response) -> Response:
    if request.method == "POST" and response.status_code == TAKEN:
        name = request.form.get(FIELD, "")
        if NAME.fullmatch(name):
            keep_cookie(response, COOKIE, name)
    elif "accepted_is_told" in g:
        keep_cookie(response, COOKIE, None)
    return response
