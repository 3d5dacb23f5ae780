"""Where a completed course leads: to its certificate, or first to the question how the name stands on it."""

from flask import url_for

from lms.domain.certificates.queries import Held
from lms.domain.courses.outline import Outline
from lms.domain.enrolment.queries import Learning


def certificate_links(learning: Learning, outline: Outline, held: Held) -> tuple[str | None, str | None]:
    """Return the address of the certificate that stands, and of the question for whose answer one waits; None for what is not."""
    if held.uid:
        return url_for("certificates.certificate", uid=held.uid), None
    waits = learning.completed_at is not None and outline.certificate is not None and not held.ever
    return None, url_for("naming.name", course=learning.course_key) if waits else None
