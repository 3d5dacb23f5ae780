"""What the doctor finds on the disk and on the clock: room, rights, owners, the last backup, the time."""

import json
import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from lms.commands.backup import LAST, database_file
from lms.commands.finding import GOOD, NOTE, WRONG, Finding
from lms.platform.archive import SETTINGS
from lms.settings import CHECKOUT, Settings

LEAST_FREE = 500 * 1024**2  # bytes, beside two copies of the database
OLD_BACKUP = timedelta(days=8)  # one a week, and a day of grace
OTHERS = stat.S_IRWXG | stat.S_IRWXO
APART = timedelta(seconds=5)  # two clocks that are set by the network never differ so much
HOW_TO_BACK_UP = "Run: lms backup FILE, best every night; docs/operating.md has a timer for it."


def on_disk(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield what was found in the instance folder, one thing after the other."""
    yield _room(settings)
    yield _privacy(settings)
    yield from _settings_file(settings)
    yield _owners(settings)
    yield _last_backup(settings, now)


def _room(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.instance).free
    database = database_file(settings)
    wanted = LEAST_FREE + (2 * database.stat().st_size if database.exists() else 0)
    says = f"{free // 1024**2} MB are free for the instance folder {settings.instance}"
    if free < wanted:
        return Finding(
            WRONG,
            f"only {says}; the database and a backup of it want {wanted // 1024**2} MB",
            "Make room, or move the folder and name it in LMS_INSTANCE. On a full disk nothing that people do is lost unsaid, but nothing is kept.",
        )
    return Finding(GOOD, says)


def _privacy(settings: Settings) -> Finding:
    if settings.instance.stat().st_mode & OTHERS:
        return Finding(
            NOTE,
            "other users of this machine can look into the instance folder, where names and addresses are kept",
            f"Run: chmod 700 {settings.instance}",
        )
    return Finding(GOOD, "the instance folder is closed to other users of this machine")


def _settings_file(settings: Settings) -> Iterator[Finding]:
    path = settings.instance / SETTINGS
    if not path.exists() or not path.stat().st_mode & OTHERS:
        return
    held = path.read_text(encoding="utf-8")
    if any(name in held for name in ("secret_key", "password", "_url")):
        yield Finding(NOTE, f"others can read {path}, which may hold passwords", f"Run: chmod 600 {path}")


def _owners(settings: Settings) -> Finding:
    """Say whether everything belongs to the one who runs this: what root made, the service can neither write nor read."""
    me, folder = os.geteuid(), settings.instance
    strange = [path for path in [folder, *sorted(folder.rglob("*"))] if _owner(path) not in (None, me)]
    if not strange:
        return Finding(GOOD, f"everything in the instance folder belongs to {_name(me)}, who runs this")
    owner = _name(_owner(strange[0]) or 0)
    if strange[0] == folder:
        return Finding(
            WRONG,
            f"the instance folder belongs to {owner}, but {_name(me)} runs this",
            f"Run every command as {owner}: sudo -u {owner} … What {_name(me)} makes there, the service cannot write.",
        )
    return Finding(
        WRONG,
        f"{strange[0]} belongs to {owner}, not to {_name(me)}, who runs this; of such there are {len(strange)}",
        f"Run as root: chown -R {_name(me)} {folder}",
    )


def _owner(path: Path) -> int | None:
    with suppress(FileNotFoundError):  # it has gone meanwhile
        return path.lstat().st_uid
    return None


def _name(number: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(number).pw_name
    return f"the user {number}"


def _last_backup(settings: Settings, now: datetime) -> Finding:
    """Say when lms backup was last used here; of backups that are made in other ways nothing can be known."""
    try:
        note = json.loads((settings.instance / LAST).read_bytes())
        made, where = datetime.fromisoformat(note["made_at"]), Path(note["file"])
    except FileNotFoundError:
        return Finding(NOTE, "no backup was ever made here with lms backup", HOW_TO_BACK_UP)
    except (ValueError, KeyError, TypeError):
        return Finding(NOTE, f"{settings.instance / LAST} cannot be read, so nobody knows of the last backup", HOW_TO_BACK_UP)
    days = (now - made).days
    ago = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    says = f"the last backup was made {ago}: {where}"
    if now - made > OLD_BACKUP:
        return Finding(NOTE, says, HOW_TO_BACK_UP)
    if where.is_relative_to(settings.instance):
        return Finding(NOTE, f"{says}, in the instance folder, with which it would be lost", "Copy it to another machine.")
    return Finding(GOOD, says, "To know that it is good, restore it elsewhere now and then: docs/operating.md says how.")


def clock(engine: Engine, now: datetime) -> Finding:
    """Say whether the clock can be right: not before this program was made, and the same as the database server's."""
    made = datetime.fromtimestamp((CHECKOUT / "setup.cfg").stat().st_mtime, UTC)
    advice = "Set the clock by the network: timedatectl set-ntp true. Deadlines and certificates go by it."
    if now < made - timedelta(days=1):
        return Finding(WRONG, f"the clock says {now:%Y-%m-%d %H:%M} UTC, before this program was put here", advice)
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        if abs(theirs - now) > APART:
            return Finding(WRONG, f"the clocks of this machine and of the database server are {abs(theirs - now).total_seconds():.0f} s apart", advice)
    return Finding(GOOD, f"the clock says {now:%Y-%m-%d %H:%M} UTC")
