"""What people read when something about a person is refused, and about who sees what of theirs."""

from lms.domain.people import facts
from lms.domain.people.permissions import Permission, Relation
from lms.domain.people.rules import Looking, Refusal
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
    Refusal.PASSWORD_GUESSABLE: N_(
        "This password is easy to guess. Four words that have nothing to do with each other, or with you, are hard to guess and easy to remember."
    ),
    Refusal.WRONG_PASSWORD: N_("This is not your present password."),
    Refusal.SAME_EMAIL: N_("This is your address already."),
    Refusal.REGISTRATION_CLOSED: N_("Nobody can register on this site at the moment. Accounts are made by whoever runs it."),
    Refusal.OTHER_DOMAIN: N_("Only addresses that end in %(domains)s can register here."),
    Refusal.EMAIL_TAKEN: N_("Somebody has an account with the address %(email)s already."),
    Refusal.OWN_ACCOUNT: N_("This is your own account. Ask another administrator to do it."),
    Refusal.LAST_ADMINISTRATOR: N_("No other administrator could sign in. Make somebody else an administrator first."),
    Refusal.NO_LONGER_ADMINISTRATOR: N_("You are not an administrator any more, so nothing was changed."),
    Refusal.NOBODY_TO_LOOK_AS: N_("You cannot look at the site as an administrator, as yourself or as somebody who is suspended."),
    Refusal.ALREADY_SUSPENDED: N_("This account is suspended already."),
    Refusal.NOT_SUSPENDED: N_("This account is not suspended."),
    Refusal.HAS_PASSWORD: N_("Such a link is for people who have no password yet and whose account is not suspended."),
}

ACTS = {
    facts.AccountAdded.verb: N_("Added the account"),
    facts.CertificateNameSet.verb: N_("Said how the name is to stand on certificates"),
    facts.Registered.verb: N_("Registered and confirmed the address"),
    facts.RegistrationConfirmed.verb: N_("Confirmed a registration by hand"),
    facts.RegistrationRemoved.verb: N_("Removed a registration"),
    facts.PasswordChanged.verb: N_("Changed the password"),
    facts.AddressChanged.verb: N_("Changed the e-mail address"),
    facts.ProfileChanged.verb: N_("Changed their own profile"),
    facts.OtherSignInsEnded.verb: N_("Ended other sign-ins of their own"),
    facts.NameChanged.verb: N_("Changed the name"),
    facts.RoleChanged.verb: N_("Changed the role"),
    facts.AccountSuspended.verb: N_("Suspended the account"),
    facts.SuspensionLifted.verb: N_("Lifted the suspension"),
    facts.SignInEnded.verb: N_("Ended a sign-in"),
    facts.SignInsEnded.verb: N_("Ended all sign-ins"),
    facts.LookingBegan.verb: N_("Began to look at the site as this person"),
    facts.FirstPasswordLinkMade.verb: N_("Made a link for choosing the first password"),
    facts.LookingEnded.verb: N_("Stopped looking at the site as this person"),
}

LOOKING = {
    Looking.HELP: N_("They asked for help"),
    Looking.FAULT: N_("To find a fault that was reported"),
    Looking.ACCESS: N_("To check what they can see"),
}

# Translators: each of these fills the place of who in the sentences below, alone or in a row such as “you and the administrators of this site”.
ALONE = N_("you alone")
WHO = {
    Relation.OWNER: N_("you"),
    Relation.TEACHES: N_("those who teach your courses"),
    Relation.ADMINISTRATOR: N_("the administrators of this site"),
    Relation.HAS_ADDRESS: N_("everybody who knows its address"),
}
WHAT = {
    Permission.SEE_NAME: N_("Your name is seen by %(who)s."),
    Permission.SEE_EMAIL: N_("Your e-mail address is seen by %(who)s."),
    Permission.SEE_PROGRESS: N_("How far you have got is seen by %(who)s."),
    Permission.SEE_RESULT: N_("Your results are seen by %(who)s."),
    Permission.ANSWER: N_("Your answers are seen by %(who)s."),
    Permission.MARK: N_("The long answers that a person marks are read by %(who)s."),
    Permission.MEND_KEY: N_("What you type in a quiz is read too, without your name, by %(who)s: so right answers that nobody had thought of are accepted."),
    Permission.SEE_ANALYSIS: N_("What people answer in quizzes and surveys is seen, all together and without names, by %(who)s."),
    Permission.SEE_NOTES: N_("Your notes are seen by %(who)s."),
    Permission.SEE_CERTIFICATE: N_("Your certificate, with your name on it, is seen by %(who)s."),
}
