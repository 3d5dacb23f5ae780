"""Letters as they travel: whatever people are called, nobody slips a header or a reader into them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.platform.mail import Message, Sender, message_id, on_one_line, routed_address, written
from lms.platform.worker import Never

AT = datetime(2026, 11, 21, 10, 42, 7, tzinfo=UTC)
SENDER = Sender("Школа, „Исегория“", "isegoria@learn.example.org", "learn.example.org")
HEADERS = ["Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "Content-Language"]


def message(**traits: Any) -> Message:
    usual = {"key": "test:1", "to": "ana@example.org", "name": "Ana", "subject": "A letter", "language": "en", "plain": "Писмо\n", "html": "<p>Писмо</p>"}
    return Message(**{**usual, **traits})


def read(body: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(body, policy=default))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300), st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_any_name_and_any_subject_leave_one_reader_and_no_header_more(name: str, subject: str) -> None:
    body = written(message(name=name, subject=subject), SENDER, at=AT)
    found = read(body)
    assert sorted(found.keys()) == sorted(HEADERS)
    assert [each.addr_spec for each in found["To"].addresses] == ["ana@example.org"]
    assert [each.addr_spec for each in found["From"].addresses] == ["isegoria@learn.example.org"]
    assert max(map(len, body.split(b"\r\n"))) < 998
    assert body.isascii()


@pytest.mark.parametrize(
    "trick",
    ["Ana\r\nBcc: eve@evil.example", "Ana\nBcc: eve@evil.example", "Ana <eve@evil.example>,", "eve@evil.example, Ana", '"Ana" <eve@evil.example>', "Ана\u2028Bcc: eve@evil.example"],
)
def test_a_name_that_looks_like_a_header_stays_a_name(trick: str) -> None:
    found = read(written(message(name=trick, subject=trick), SENDER, at=AT))
    assert [each.addr_spec for each in found["To"].addresses] == ["ana@example.org"]
    assert (found["Bcc"], found["Subject"]) == (None, on_one_line(trick))


NO_ADDRESSES = ["", "ana", "ana@", "@example.org", "ana@example.org\r\nRCPT TO:<eve@evil.example>", "ana @example.org", "<ana@example.org>", "a@b.example,c@d.example", f"ana@{'x' * 64}.example"]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(Never):
        routed_address(address)


def test_the_message_id_is_that_of_the_job_for_ever() -> None:
    first, second = (read(written(message(), SENDER, at=at)) for at in (AT, AT.replace(hour=12)))
    assert first["Message-ID"] == second["Message-ID"] == message_id("test:1", "learn.example.org")
    assert message_id("test:1", "learn.example.org") != message_id("test:2", "learn.example.org")


def test_a_long_link_is_whole_in_both_texts_whatever_happens_on_the_way() -> None:
    link = f"https://learn.example.org/account/confirm/{'a1=b2' * 60}"
    found = read(written(message(plain=f"Open:\n{link}\n", html=f'<a href="{link}">Open</a>'), SENDER, at=AT))
    texts = [part.get_content().replace("\r\n", "\n") for part in found.iter_parts()]
    assert texts == [f"Open:\n{link}\n", f'<a href="{link}">Open</a>\n']
