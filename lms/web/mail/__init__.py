"""Letters that the site writes: what they say, in the reader's language, as plain text and as HTML."""

from pathlib import Path

from flask import Blueprint

# No address is in it: it makes the template of letters known.
blueprint = Blueprint("letters", __name__, template_folder=str(Path(__file__).parent / "templates"))
