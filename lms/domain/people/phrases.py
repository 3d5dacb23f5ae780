"""What people read when something about a person is refused."""

from lms.domain.people.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NO_NAME: N_("Enter the person’s name."),
    Refusal.NAME_TOO_LONG: N_("A name can have at most %(most)s characters."),
    Refusal.NO_EMAIL: N_("This is not an e-mail address: %(email)s."),
    Refusal.PASSWORD_TOO_SHORT: N_("A password needs at least %(least)s characters. A short sentence is easy to remember."),
    Refusal.PASSWORD_TOO_LONG: N_("A password can have at most %(most)s characters."),
    Refusal.UNKNOWN_ROLE: N_("A role is one of learner, trainer or admin."),
    Refusal.NO_SUCH_PERSON: N_("There is no account with the address %(email)s."),
    Refusal.NOT_SIGNED_IN: N_("The e-mail address or the password is not right."),
}
