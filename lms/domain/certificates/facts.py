"""What happens in this subject and is worth telling."""

from lms.kernel.facts import Fact


class CertificateIssued(Fact):
    """A certificate came into being; ``object`` is its uid."""

    verb = "certified"


class CertificateRevoked(Fact):
    """A certificate was declared void; ``object`` is its uid."""

    verb = "revoked"
