"""How often something may be done with accounts (security.md 6.4); a limit never depends on whether an account is there."""

from collections.abc import Sequence
from datetime import timedelta

from lms.domain.people.confirmations import count_letters
from lms.domain.people.rules import EMAIL, REGISTER, RESET, mailbox_key
from lms.platform.limits import Rule
from lms.web.shell.limits import within
from lms.web.shell.visitors import now

REGISTRATIONS = Rule("registrations from a network address", "20/hour")
FORGOTTEN = Rule("forgotten passwords from a network address", "30/hour")
CODES = Rule("codes typed at a network address", "60/hour")
LETTERS = Rule("letters to an address", "3/6 hours; 5/day")
RESETS = Rule("letters about a forgotten password", "3/hour; 5/day")
ADDRESS_CHANGES = Rule("changes of an account's address", "5/hour; 10/day")
PRESENT_PASSWORDS = Rule("present passwords typed in an account", "10/hour")
PROFILE_CHANGES = Rule("changes of a profile", "60/hour")

LETTER_RULES = {REGISTER: (LETTERS, (REGISTER, EMAIL)), EMAIL: (LETTERS, (REGISTER, EMAIL)), RESET: (RESETS, (RESET,))}


def may_write_to(email: str, purpose: str) -> bool:
    """Count one more letter to a mailbox and tell whether it may be sent.

    Besides the counts, which may be lost with a process, the letters that were really posted are counted in the database.
    """
    rule, purposes = LETTER_RULES[purpose]
    return not _is_full(rule, email, purposes) and within(rule, mailbox_key(email))


def _is_full(rule: Rule, email: str, purposes: Sequence[str]) -> bool:
    spans = [(window.most, timedelta(seconds=window.seconds)) for window in rule.windows]
    return any(count_letters(email, purposes, since=now() - span) >= most for most, span in spans)
