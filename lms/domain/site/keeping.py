"""The settings that were changed in the browser: read in one statement, kept inside a unit of work."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from lms.domain.site.facts import SettingChanged
from lms.domain.site.models import SiteSetting
from lms.domain.site.settings import SETTINGS, Setting, Site, put_together
from lms.kernel.facts import announce
from lms.kernel.refusals import Refused
from lms.platform.database import change, insert_missing, read

_KEPT = select(SiteSetting.name, SiteSetting.value)


def kept_settings() -> dict[str, Any]:
    """Return the settings that were changed in the browser, by name."""
    return {row.name: row.value for row in read(_KEPT)}


def find_site(said: Mapping[str, Any], fixed: Collection[str]) -> Site:
    """Return the site as it is now; ``said`` are the operator's settings, of which ``fixed`` were really given."""
    return put_together(said, kept_settings(), fixed)


def change_settings(
    wanted: Mapping[str, Any], *, said: Mapping[str, Any], fixed: Collection[str], by: int | None, now: datetime
) -> list[str]:
    """Keep those settings that are other than they were, and return their names; what the operator fixed stays.

    Each is an act of its own, with the old value and the new one where they can be nobody's name or address.
    """
    kept, changed = kept_settings(), []
    for name, value in wanted.items():
        setting = SETTINGS[name]
        tidy = setting.tidy(value)
        reason = setting.why_not(tidy)
        if reason:
            raise Refused(reason)
        old = kept.get(name, said.get(name, setting.default))
        if name not in fixed and tidy != old:
            _keep(name, tidy, now=now)
            announce(SettingChanged(at=now, person_id=None, actor_id=by, object=name, result=_told(setting, old, tidy)))
            changed.append(name)
    return changed


def _told(setting: Setting, old: Any, new: Any) -> dict[str, Any]:
    return {} if setting.is_private else {"value": [old, new]}


def _keep(name: str, value: Any, *, now: datetime) -> None:
    change(insert_missing(SiteSetting).values(name=name, value=value, changed_at=now))
    change(update(SiteSetting).where(SiteSetting.name == name).values(value=value, changed_at=now))
