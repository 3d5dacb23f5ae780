"""What happens in this subject and is worth telling."""

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
