"""The forms of accounts: each for one action, with no field that the action does not take."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from lms.domain.people.rules import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PASSWORD
from lms.kernel.refusals import Refused
from lms.web.shell.bodies import SentForm
from lms.web.shell.phrases import say
from lms.web.shell.words import gettext as _

TOO_LONG = _l("This is too long.")


class SignInForm(SentForm):
    """E-mail address and password."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Enter your e-mail address.")), Length(max=LONGEST_EMAIL)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Enter your password.")), Length(max=LONGEST_PASSWORD)])


class RegisterForm(SentForm):
    """What an account needs: how somebody is called, where letters reach them, and a password."""

    name = StringField(_l("Your name"), [DataRequired(_l("Enter your name.")), Length(max=LONGEST_NAME, message=TOO_LONG)])
    email = EmailField(_l("E-mail address"), [InputRequired(_l("Enter your e-mail address.")), Length(max=LONGEST_EMAIL, message=TOO_LONG)])
    password = PasswordField(_l("Choose a password"), [InputRequired(_l("Choose a password."))])


class ForgottenForm(SentForm):
    """The address to which the letter goes."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Enter your e-mail address.")), Length(max=LONGEST_EMAIL, message=TOO_LONG)])


class CodeForm(SentForm):
    """The six digits of a letter."""

    code = StringField(_l("The six digits from the letter"), [InputRequired(_l("Type the six digits from the letter."))])

    @property
    def digits(self) -> str:
        """What was typed, without blanks and hyphens between the digits."""
        return "".join(sign for sign in self.code.data or "" if sign.isascii() and sign.isdigit())


class NewPasswordForm(SentForm):
    """A new password, where a letter has shown whose account it is."""

    new = PasswordField(_l("Choose a new password"), [InputRequired(_l("Choose a password."))])


class ChosenPasswordForm(SentForm):
    """The password that was chosen on registering, where the letter is opened in another browser."""

    chosen = PasswordField(_l("The password that you chose"), [InputRequired(_l("Enter the password that you chose.")), Length(max=LONGEST_PASSWORD)])


class ButtonForm(SentForm):
    """A button alone."""


class ChangePasswordForm(SentForm):
    """The present password and a new one."""

    present = PasswordField(_l("Present password"), [InputRequired(_l("Enter your present password.")), Length(max=LONGEST_PASSWORD)])
    new = PasswordField(_l("New password"), [InputRequired(_l("Choose a password."))])


class ChangeEmailForm(SentForm):
    """A new address, and the password as a sign that it is the owner who asks."""

    email = EmailField(_l("New e-mail address"), [InputRequired(_l("Enter the new address.")), Length(max=LONGEST_EMAIL, message=TOO_LONG)])
    password = PasswordField(_l("Your password"), [InputRequired(_l("Enter your password.")), Length(max=LONGEST_PASSWORD)])


class Choice(SelectField):
    """One of several values; whatever else is sent is said to be wrong."""

    def pre_validate(self, form: SentForm) -> None:
        """Refuse a value that is not in the list."""
        if self.data not in [choice[0] for choice in self.choices]:
            raise ValidationError(_("Choose one from the list."))


class ProfileForm(SentForm):
    """How somebody is called, in which language and time zone the site speaks to them, and how much time they need in tests."""

    name = StringField(_l("Your name"), [DataRequired(_l("Enter your name.")), Length(max=LONGEST_NAME, message=TOO_LONG)])
    certificate_name = StringField(_l("Name on certificates"), [Length(max=LONGEST_NAME, message=TOO_LONG)])
    language = Choice(_l("Language"))
    zone = Choice(_l("Time zone"))
    extra_time = Choice(_l("Time in tests"), default="0")


def refuse(field: Field, refused: Refused) -> None:
    """Put the sentence of a refusal beside the field that it is about."""
    field.errors = [*field.errors, say(refused)]
