"""What people read when something about a certificate is refused."""

from lms.domain.certificates import facts
from lms.domain.certificates.rules import Refusal
from lms.kernel.words import N_

SENTENCES = {
    Refusal.NO_SUCH_CERTIFICATE: N_("There is no certificate with this number: %(uid)s."),
    Refusal.NO_REASON: N_("Give a reason: whoever checks the certificate will read it."),
    Refusal.ALREADY_REVOKED: N_("The certificate %(uid)s has been revoked before."),
    Refusal.NOT_TO_REISSUE: N_("Only a certificate that is neither revoked nor replaced can be issued once more."),
    Refusal.SAME_NAME: N_("The certificate says this name already."),
}

ACTS = {
    facts.RevokedByHand.verb: N_("Revoked a certificate"),
    facts.Reissued.verb: N_("Issued a certificate once more, with a corrected name"),
}
