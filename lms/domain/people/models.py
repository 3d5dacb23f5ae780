"""Who has an account, where they are signed in, and which addresses wait to be confirmed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.platform.database import Base, Instant


class Person(Base):
    """Somebody with an account, or a guest who has none and left something in an open module.

    ``email_key`` is the address as it is compared (NFKC, case folded); a guest has neither name nor address.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role IN ('guest', 'learner', 'trainer', 'admin')", name="role"),
        CheckConstraint("role <> 'guest' OR email_key IS NULL", name="guest_has_no_email"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320))
    email_key: Mapped[str | None] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    language: Mapped[str | None] = mapped_column(String(35))
    zone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)
    is_demo: Mapped[bool] = mapped_column(default=False)
    # How the name is to stand on certificates, in any script; asked for before the first one.
    certificate_name: Mapped[str | None] = mapped_column(String(200))
    # When they last signed in; None for somebody who never has. Sign-ins themselves are removed when they end.
    signed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    # How much more time than others they need in tests, in percent.
    extra_time: Mapped[int] = mapped_column(server_default=text("0"))


class SignIn(Base):
    """One browser in which a person is signed in; the cookie's token is kept as a digest only.

    ``seen_as_id`` is the person as whom an administrator looks at the site, without being able to change anything.
    """

    __tablename__ = "session"
    __table_args__ = (Index("ix_session_person_id", "person_id"),)

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    began_at: Mapped[datetime] = mapped_column(Instant)
    last_seen: Mapped[datetime] = mapped_column(Instant)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    agent: Mapped[str | None] = mapped_column(String(300))
    seen_as_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))


class Confirmation(Base):
    """An address that waits for its owner to say by mail that it is theirs.

    What the mail holds, a link and a code, is made from ``uid`` and the key of the site and kept nowhere; the code counts
    only in the browser that holds the token of ``browser_digest``, where it all began.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        CheckConstraint("purpose IN ('register', 'reset', 'email')", name="purpose"),
        Index("ix_confirmation_email_key_made_at", "email_key", "made_at"),
        Index("ix_confirmation_browser_digest", "browser_digest"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    purpose: Mapped[str] = mapped_column(String(16))
    # Whose account it is about: none in a registration, nor where nobody has the address that was typed.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    # The guest whose notes and progress become those of the new account.
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320))
    name: Mapped[str | None] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(35))
    browser_digest: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
