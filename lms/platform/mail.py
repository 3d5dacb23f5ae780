"""Letters as they travel: one message of plain text and HTML, with headers into which nobody can slip another one."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from lms.kernel.digest import digest_of
from lms.kernel.words import N_
from lms.platform.mail_route import name_of
from lms.platform.worker import Never

JOB = "letter"  # the kind of the jobs that letters are
NO_ADDRESS = N_("This is no e-mail address to which a letter can be sent.")
LONGEST_HEADER = 200  # signs of a subject or a name; what is longer says nothing more
READABLE, SAFE = "8bit", "quoted-printable"  # for the eye in a folder, and for whatever servers lie on the way


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be sent to one address: its texts in one language, and the key of the job by which it is known."""

    key: str
    to: str
    name: str
    subject: str
    language: str
    plain: str
    html: str


@dataclass(frozen=True)
class Sender:
    """Whom letters come from: the name of the site, its address, and the host under which it is known."""

    name: str
    address: str
    host: str


def message_id(key: str, host: str) -> str:
    """Return the Message-ID for a job: the same at each try, so that mail programs show a letter once that came twice."""
    return f"<{digest_of('letter', key)[:32]}@{name_of(host)}>"


def routed_address(address: str) -> str:
    """Return an address as mail servers take it: its domain in ASCII; what stands before the @ is left as it is.

    Raises Never where it is none.
    """
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(sign.isspace() or not sign.isprintable() for sign in address) or set(address) & set('<>,;"\\'):
        raise Never(NO_ADDRESS)
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise Never(NO_ADDRESS) from None


def written(message: Message, sender: Sender, *, at: datetime, body: str = SAFE) -> bytes:
    """Return the whole message as it is sent, lines ended by CR LF."""
    to = routed_address(message.to)
    made = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    made["Message-ID"] = message_id(message.key, sender.host)
    made["Date"] = at
    made["From"] = _with_name(sender.name, sender.address)
    made["To"] = _with_name(message.name, to)
    made["Subject"] = on_one_line(message.subject)
    made["Auto-Submitted"] = "auto-generated"  # so that nobody's absence note answers
    made["X-Auto-Response-Suppress"] = "All"  # the same, as Exchange understands it
    made.set_content(message.plain, charset="utf-8", cte=body)
    made.add_alternative(message.html, subtype="html", charset="utf-8", cte=body)
    made["Content-Language"] = message.language  # last, or it would go into the first part
    return made.as_bytes()


def _with_name(name: str, address: str) -> Address:
    local, _at, domain = address.rpartition("@")
    return Address(on_one_line(name), local, domain)


def on_one_line(text: str) -> str:
    """Return a text as it may stand in a header: signs that are not to be seen are blanks, and nothing is overlong."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_HEADER]
