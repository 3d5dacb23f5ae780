"""What happens in this subject and is worth telling.

``Act`` is the kernel's: ``site`` comes before this subject and has acts of its own.
"""

from lms.kernel.facts import Act as Act
from lms.kernel.facts import Fact


class GuestKnown(Fact):
    """A guest turned out to be somebody with an account: ``person_id`` is the account's, ``result["guest"]`` the guest's.

    Whoever keeps something of the guest's gives it to the account; the guest is removed afterwards.
    """

    @property
    def guest_id(self) -> int:
        """The guest."""
        return int(self.result["guest"])


class GuestGone(Fact):
    """A guest has not been here for so long that what they left is removed; ``person_id`` is theirs."""


class CertificateNameSet(Act):
    """Somebody said how their name is to stand on certificates; the name itself is told to nobody."""

    verb = "certificate-name-set"


class Registered(Act):
    """Somebody made an account for themselves and confirmed its address."""

    verb = "registered"


class RegistrationConfirmed(Act):
    """An administrator made the account that somebody had registered, without a letter that came back."""

    verb = "registration-confirmed"


class RegistrationRemoved(Act):
    """An administrator removed a registration that waited; ``object`` is its uid."""

    verb = "registration-removed"


class PasswordChanged(Act):
    """An account got another password; ``result["by"]`` says how: its owner, a letter, or the command line."""

    verb = "password-changed"


class AddressChanged(Act):
    """An account got another e-mail address, which its owner has confirmed."""

    verb = "address-changed"


class ProfileChanged(Act):
    """Somebody changed how they are called, or in which language and time zone the site speaks to them."""

    verb = "profile-changed"


class OtherSignInsEnded(Act):
    """Somebody ended sign-ins of theirs in other browsers; ``result["ended"]`` says how many."""

    verb = "other-sign-ins-ended"


class AccountAdded(Act):
    """An administrator made an account; ``result`` holds its role."""

    verb = "account-added"


class NameChanged(Act):
    """An administrator changed the name of an account; neither name is kept here."""

    verb = "name-changed"


class RoleChanged(Act):
    """The role of an account was changed; ``result`` holds the old one and the new one."""

    verb = "role-changed"


class AccountSuspended(Act):
    """An account was suspended: nobody can sign in to it."""

    verb = "account-suspended"


class SuspensionLifted(Act):
    """An account that was suspended can be signed in to again."""

    verb = "suspension-lifted"


class SignInEnded(Act):
    """An administrator ended one sign-in of somebody; ``object`` is its uid."""

    verb = "sign-in-ended"


class SignInsEnded(Act):
    """An administrator ended every sign-in of somebody."""

    verb = "sign-ins-ended"


class LookingBegan(Act):
    """An administrator began to look at the site as somebody else; ``result`` holds why, from a closed list."""

    verb = "looking-began"


class LookingEnded(Act):
    """An administrator stopped looking at the site as somebody else."""

    verb = "looking-ended"


class FirstPasswordLinkMade(Act):
    """An administrator made a link by which somebody chooses their first password, to hand it over."""

    verb = "first-password-link-made"
