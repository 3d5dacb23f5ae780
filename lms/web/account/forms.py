"""The form with which people sign in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from lms.domain.people.rules import LONGEST_EMAIL, LONGEST_PASSWORD


class SignInForm(FlaskForm):
    """E-mail address and password."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Enter your e-mail address.")), Length(max=LONGEST_EMAIL)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password.")), Length(max=LONGEST_PASSWORD)])
