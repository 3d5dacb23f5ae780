"""What happens in this subject and is worth telling."""

from lms.kernel.facts import Act, Fact


class CertificateIssued(Fact):
    """A certificate came into being; ``object`` is its uid."""

    verb = "certified"


class CertificateRevoked(Fact):
    """A certificate was declared void; ``object`` is its uid."""

    verb = "revoked"


class CertificateReplaced(Fact):
    """A certificate was issued once more with a corrected name; ``object`` is the old uid, ``result["by"]`` the new one."""

    verb = "replaced"


class RevokedByHand(Act):
    """Somebody revoked a certificate; ``object`` is its uid. The reason stands on the certificate."""

    verb = "certificate-revoked"


class Reissued(Act):
    """Somebody issued a certificate once more; ``object`` is the new uid, ``result`` holds the old one and the new one."""

    verb = "certificate-reissued"
