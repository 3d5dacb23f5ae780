"""The form with which answers are accepted as right: why."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, TextAreaField
from wtforms.validators import DataRequired, Length

LONGEST = 500  # signs of a reason


class ReasonForm(Form):
    """Why marks change; whoever is concerned reads it."""

    reason = TextAreaField(
        _l("Why are these answers right?"),
        [DataRequired(_l("Say why: whoever is concerned is told so.")), Length(max=LONGEST, message=_l("This is too long: %(most)s signs at most.", most=LONGEST))],
    )
