"""What the doctor says about mail: whether letters can leave the site, and whether they do."""

from collections.abc import Iterator
from datetime import datetime

from lms.commands.finding import GOOD, NOTE, WRONG, Finding
from lms.platform.delivery import MailServer
from lms.platform.job_lists import standing
from lms.platform.mail import JOB, Sender
from lms.platform.mail_route import is_loopback
from lms.platform.worker import Later
from lms.settings import Settings

SECONDS = 5.0  # that the mail server may take for an answer
DAY_AND_TIME = "%Y-%m-%d %H:%M UTC"


def way_of_mail(settings: Settings) -> Iterator[Finding]:
    """Yield how letters leave the site, and whether the mail server greets us."""
    route = settings.mail_route
    if route.is_file:
        yield Finding(
            NOTE,
            f"letters are only written into the folder {settings.outbox}, and reach nobody",
            "To send them, set LMS_MAIL_URL to a mail server: smtp://mail.example.eu:25",
        )
        return
    try:
        MailServer(route, Sender(settings.site_name, settings.sender, settings.host), seconds=SECONDS).greet()
    except Later as error:
        yield Finding(WRONG, f"letters cannot be sent to {route.shown}", " ".join(filter(None, (error.reason, error.said))))
    else:
        yield Finding(GOOD, f"the mail server {route.shown} greets us")
    if not settings.mail_from and (not settings.host or is_loopback(settings.host)):
        yield Finding(NOTE, f"letters come from {settings.sender}, which mail servers refuse", "Set LMS_MAIL_FROM, or LMS_BASE_URL to the address that people use.")


def about_letters(now: datetime) -> Finding:
    """Return whether the letters of the open site are delivered."""
    found = standing(JOB, now=now)
    says = f"letters: {found.waiting} waiting, {found.failed} failed"
    if found.late_since is not None:
        return Finding(
            WRONG,
            f"{says}, the oldest waiting since {found.late_since.strftime(DAY_AND_TIME)}",
            "Let this run beside the site: lms worker (lms run does it by itself). What was wrong stands on the page /admin/mail.",
        )
    if found.is_failing:
        return Finding(WRONG, f"{says}, the last {found.failed_in_a_row} for good", "What was wrong stands on the page /admin/mail.")
    return Finding(GOOD, says)
