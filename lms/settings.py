"""Every setting of a site: its name, type, default and meaning, read once.

Values come from the environment (``LMS_…``) or from ``settings.toml`` in the instance folder; the environment wins.
What would be unsafe on a real site has no default. Nothing else in the program reads the environment.
"""

import os
import secrets
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lms.kernel.moves import finish
from lms.platform.mail_route import Route, read_route, sender_at, why_not_sender

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "LMS_"
LANGUAGES = ("en", "bg")
OF_THE_TESTS = "test_database_url"
MOST_PROXIES = 10
RESTORING = ".restoring"  # the folder in which a restored site is made ready


class SettingsError(Exception):
    """A setting is unknown, broken or unsafe; the sentence says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator of a site decides; see ``docs/settings.md`` for the words."""

    instance: Path = field(default=CHECKOUT / "instance", metadata={"says": "folder that holds everything a small site keeps"})
    database_url: str = field(default="", metadata={"says": "SQLite in the instance folder, or postgresql://…", "secret": True})
    secret_key: str = field(default="", metadata={"says": "signs cookies and forms; made once and kept in the instance", "secret": True})
    base_url: str = field(default="", metadata={"says": "the address people use; printed on certificates"})
    site_name: str = field(default="Isegoria", metadata={"says": "shown in the header and on certificates"})
    library: Path = field(default=CHECKOUT, metadata={"says": "folder that holds modules/, content/ and quizzes/"})
    languages: tuple[str, ...] = field(default=LANGUAGES, metadata={"says": "languages of the interface; the first is the fall-back"})
    timezone: str = field(default="Europe/Brussels", metadata={"says": "time zone for people who have not chosen one"})
    mail_url: str = field(default="file:", metadata={"says": "file: for an outbox folder in the instance, or smtp(s)://…", "secret": True})
    mail_from: str = field(default="", metadata={"says": "the address from which letters come"})
    redis_url: str = field(default="", metadata={"says": "where several processes count their limits together", "secret": True})
    proxies: int = field(default=0, metadata={"says": "how many servers of our own stand in front and say who asks"})
    given: frozenset[str] = field(default=frozenset(), repr=False, metadata={"says": "the names of the settings that somebody gave", "is_ours": True})

    @property
    def database(self) -> str:
        """The address of the database in the form that SQLAlchemy takes."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'isegoria.sqlite3'}"
        return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)

    @property
    def is_loopback(self) -> bool:
        """Whether the site is only meant for this very machine (no address was given, or a loopback one)."""
        return not self.base_url or (urlsplit(self.base_url).hostname or "") in ("127.0.0.1", "localhost", "::1")

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The name or number under which people reach the site; empty where no address was given."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def mail_route(self) -> Route:
        """How letters leave the site."""
        return read_route(self.mail_url)

    @property
    def outbox(self) -> Path:
        """The folder into which letters are written where they go to no mail server."""
        return self.instance / "outbox"

    @property
    def sender(self) -> str:
        """The address from which letters come."""
        return self.mail_from or sender_at(self.host)


def read_settings(environment: Mapping[str, str] | None = None, otherwise: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings of this site, checked; ``otherwise`` holds where neither environment nor file says anything.

    A restoring that was interrupted after it was decided is finished first. Raises SettingsError with one sentence for
    the first thing that is unknown, broken or unsafe.
    """
    given = _from_environment(os.environ if environment is None else environment)
    instance = Path(given.get("instance", CHECKOUT / "instance")).expanduser().absolute()
    _make_folder(instance)
    finish(instance / RESTORING)
    kept = {**(otherwise or {}), **_from_file(instance / "settings.toml")}
    values: dict[str, Any] = {**_checked(kept, instance / "settings.toml"), **given, "instance": instance}
    said = frozenset(values)
    values.setdefault("secret_key", "")
    values["secret_key"] = values["secret_key"] or _kept_secret(instance / "secret-key")
    settings = Settings(**{name: _typed(name, value) for name, value in values.items()}, given=said)
    _check(settings)
    return settings


def where_from(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return in words where each setting has its value from, by its name; for settings that can be read."""
    given = _from_environment(os.environ if environment is None else environment)
    kept = _from_file(_typed("instance", given.get("instance", CHECKOUT / "instance")) / "settings.toml")
    words = dict.fromkeys(_known(), "default") | {"secret_key": "made once, kept in the instance folder"}
    words |= dict.fromkeys(kept, "settings.toml")
    return words | dict.fromkeys(given, "environment")


def check_names(environment: Mapping[str, str] | None = None) -> None:
    """Raise SettingsError where the environment names a setting that is none, for whoever needs no site."""
    _from_environment(os.environ if environment is None else environment)


def settings_of_people() -> tuple[Field[Any], ...]:
    """Return the settings that somebody can give, as fields with what they say."""
    return tuple(each for each in fields(Settings) if not each.metadata.get("is_ours"))


def _known() -> set[str]:
    return {each.name for each in settings_of_people()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    given = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    given.pop(OF_THE_TESTS, None)
    for name in given:
        if name not in _known():
            raise SettingsError(f"There is no setting {PREFIX}{name.upper()}. Known settings: {_list_known()}.")
    return given


def _list_known() -> str:
    return ", ".join(f"{PREFIX}{name.upper()}" for name in sorted(_known() | {OF_THE_TESTS}))


def _from_file(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}.") from error
    return _checked(values, path)


def _checked(values: dict[str, Any], path: Path) -> dict[str, Any]:
    for name in values:
        if name not in _known() - {"instance"}:
            raise SettingsError(f"{path}: there is no setting {name}. Known settings: {', '.join(sorted(_known() - {'instance'}))}.")
    return values


def _typed(name: str, value: Any) -> Any:
    if name in ("instance", "library"):
        return Path(value).expanduser().absolute()
    if name == "languages":
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if name == "proxies":
        return _number_of_proxies(value)
    if not isinstance(value, str):
        raise SettingsError(f"The setting {name} must be a text, but is {value!r}.")
    return value.rstrip("/") if name == "base_url" else value


def _number_of_proxies(value: Any) -> int:
    number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST_PROXIES:
        raise SettingsError(f"LMS_PROXIES must be the number of servers that stand in front of this one, from 0 to {MOST_PROXIES}, but is {value!r}.")
    return number


def _check_redis(address: str) -> None:
    """Refuse an address that leads to no Redis; the sentence never tells it, for a password may stand in it."""
    parts = urlsplit(address)
    try:
        leads_somewhere = parts.path.startswith("/") and not parts.netloc if parts.scheme == "unix" else bool(parts.hostname) and parts.port != 0
    except ValueError:  # what stands for the port is no number, or too large
        leads_somewhere = False
    database = parts.path.strip("/")
    if parts.scheme not in ("redis", "rediss", "unix") or not leads_somewhere or (parts.scheme != "unix" and database and not database.isdigit()):
        raise SettingsError(
            "LMS_REDIS_URL must be like redis://127.0.0.1:6379/0, rediss://… or unix:///run/redis.sock. Leave it away where one process serves the site."
        )


def _check(settings: Settings) -> None:
    if len(settings.secret_key) < 32:
        raise SettingsError("The setting LMS_SECRET_KEY is too short: give it 32 characters or more, or leave it away and one is made.")
    unknown = [tag for tag in settings.languages if tag not in LANGUAGES]
    if unknown or not settings.languages:
        raise SettingsError(f"LMS_LANGUAGES must name languages from {', '.join(LANGUAGES)}, not {', '.join(unknown) or 'none'}.")
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"LMS_TIMEZONE names no time zone: {settings.timezone}. An example: Europe/Sofia.") from error
    address = urlsplit(settings.base_url)
    if settings.base_url and (address.scheme not in ("http", "https") or not address.hostname):
        raise SettingsError(f"LMS_BASE_URL must begin with https:// or http:// and name a host, but is {settings.base_url}.")
    if settings.base_url.startswith("http://") and not settings.is_loopback:
        raise SettingsError("LMS_BASE_URL must begin with https:// on any address but this machine's own, or passwords travel in clear.")
    if settings.redis_url:
        _check_redis(settings.redis_url)
    scheme = settings.database.split(":", 1)[0]
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError("LMS_DATABASE_URL must begin with postgresql:// or sqlite:///. Leave it away for SQLite in the instance folder.")
    _check_mail(settings)


def _check_mail(settings: Settings) -> None:
    try:
        read_route(settings.mail_url)
    except ValueError as error:
        raise SettingsError(f"LMS_MAIL_URL {error}.") from None  # the address may hold a password, so nothing of it is told
    wrong = why_not_sender(settings.mail_from) if settings.mail_from else ""
    if wrong:
        raise SettingsError(f"LMS_MAIL_FROM {wrong}.")


def _make_folder(instance: Path) -> None:
    try:
        if not instance.exists():
            instance.mkdir(parents=True, mode=0o700, exist_ok=True)  # names, addresses and keys will lie in it
        probe = instance / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise SettingsError(f"The instance folder {instance} cannot be written to: {error.strerror}. Choose another with LMS_INSTANCE.") from error


def _kept_secret(path: Path) -> str:
    """Return the key kept in ``path``, making it once; refuse one that other people of the machine can read."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(fresh, path)  # whole or not at all, and only the first of two processes succeeds
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"{path} can be read by others: run chmod 600 on it.")
    return path.read_text(encoding="ascii").strip()
