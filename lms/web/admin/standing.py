"""What a certificate is worth now, in words."""

from lms.domain.certificates.queries import Claims
from lms.domain.certificates.rules import Validity, validity
from lms.kernel.words import N_
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _

WORDS = {
    Validity.VALID: N_("Valid"),
    Validity.REVOKED: N_("Revoked"),
    Validity.REPLACED: N_("Replaced"),
    Validity.EXPIRED: N_("Expired"),
}


def validity_of(claims: Claims) -> Validity:
    """Return what a certificate is worth now."""
    return validity(revoked_at=claims.revoked_at, replaced=claims.replaced_by is not None, expires_at=claims.expires_at, now=now())


def standing_of(claims: Claims) -> str:
    """Return it in words."""
    return _(WORDS[validity_of(claims)])
