"""The forms about one account, one for each thing that can be done with it."""

from collections.abc import Mapping

from flask import current_app
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, Form, StringField
from wtforms.validators import DataRequired, Length

from lms.domain.people.phrases import LOOKING
from lms.domain.people.rules import LONGEST_EMAIL, LONGEST_NAME
from lms.web.admin.said import ROLES
from lms.web.shell.languages import own_name
from lms.web.shell.lists import Choice, options
from lms.web.shell.words import gettext as _

TOO_LONG = _l("This is too long.")


class NameForm(Form):
    """The name of an account."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter the person’s name.")), Length(max=LONGEST_NAME, message=TOO_LONG)])


class RoleForm(Form):
    """What somebody is on this site."""

    role = Choice(_l("Role"))

    def __init__(self, sent: MultiDict[str, str] | None = None, role: str = "") -> None:
        """Offer every role, with the one that the account has chosen."""
        super().__init__(sent, role=role)
        self.role.choices = options({key: _(words) for key, words in ROLES.items()})


class LookForm(Form):
    """Why an administrator looks at the site as somebody else."""

    reason = Choice(_l("Why?"))

    def __init__(self, sent: MultiDict[str, str] | None = None) -> None:
        """Offer the closed list of reasons."""
        super().__init__(sent)
        self.reason.choices = options({"": _("Choose a reason"), **{each.value: _(words) for each, words in LOOKING.items()}})

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        """Want a reason, too."""
        if super().validate(extra_validators) and self.reason.data:
            return True
        self.reason.errors = [_("Choose a reason.")]
        return False


class EnrolForm(Form):
    """A course in which somebody is to be enrolled."""

    course = Choice(_l("Course"))

    def __init__(self, sent: MultiDict[str, str] | None, courses: Mapping[str, str]) -> None:
        """Offer the courses, as titles by key."""
        super().__init__(sent)
        self.course.choices = options(courses)


class TeachForm(Form):
    """A course that somebody is to teach."""

    teaches = Choice(_l("Course"))

    def __init__(self, sent: MultiDict[str, str] | None, courses: Mapping[str, str]) -> None:
        """Offer the courses, as titles by key."""
        super().__init__(sent)
        self.teaches.choices = options(courses)


class NewPersonForm(Form):
    """A new account; its password is chosen by whoever it is for."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter the person’s name.")), Length(max=LONGEST_NAME, message=TOO_LONG)])
    email = EmailField(_l("E-mail address"), [DataRequired(_l("Enter an e-mail address.")), Length(max=LONGEST_EMAIL, message=TOO_LONG)])
    role = Choice(_l("Role"), default="learner")
    language = Choice(_l("Language"))

    def __init__(self, sent: MultiDict[str, str] | None = None) -> None:
        """Offer every role and every language of the site."""
        super().__init__(sent)
        self.role.choices = options({key: _(words) for key, words in ROLES.items()})
        self.language.choices = options({tag: own_name(tag) for tag in current_app.config["LANGUAGES"]})
