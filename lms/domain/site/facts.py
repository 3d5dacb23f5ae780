"""What happens to the site itself and is worth telling."""

from lms.kernel.facts import Act


class SettingChanged(Act):
    """An administrator changed a setting; ``object`` is its name, ``result`` the values where they are nobody's."""

    verb = "setting-changed"
