"""How often a password may be tried, and on whose account it goes (security.md 6.4).

Nothing here knows whether there is such an account, so the limits tell nobody. A browser in which somebody has signed in
to an account before has tries of its own, which nobody else can use up: so no stranger can lock the owner out.
"""

from lms.platform.limits import Budget, Pace, Rule

MINUTE, DAY = 60, 24 * 3600

# Five are free; then the wait grows from a minute to a quarter of an hour, and after fifty a day it is until tomorrow.
GROWING = Pace(free=5, within=DAY, first=MINUTE, longest=15 * MINUTE)
OF_ACCOUNT = Rule("sign-in-account", "50/day", GROWING)
OF_KNOWN_BROWSER = Rule("sign-in-browser", "50/day", GROWING)
OF_ACCOUNT_HERE = Rule("sign-in-account-here", "10/5 minutes")
# An office shares one address, and only what goes wrong is counted.
OF_ADDRESS = Rule("sign-in-address", "300/5 minutes")
# A flood from everywhere is slowed down, to one wrong password in two seconds; the site stays open.
OF_ALL = Rule("sign-in-all", pace=Pace(free=2000, within=5 * MINUTE, first=2, longest=2))


def budgets(account: str, address: str, browser: str | None) -> tuple[Budget, ...]:
    """Return what one more try is counted on: ``account`` is the typed address as it is compared, ``browser`` a known one."""
    if browser:
        return (Budget(OF_KNOWN_BROWSER, (account, browser)),)
    return (
        Budget(OF_ACCOUNT, (account,)),
        Budget(OF_ACCOUNT_HERE, (account, address)),
        Budget(OF_ADDRESS, (address,)),
        Budget(OF_ALL, ()),
    )


def ends_with_success(budget: Budget) -> bool:
    """Tell whether a right password makes good what was counted before; on what others share it takes back itself alone."""
    return budget.rule in (OF_ACCOUNT, OF_KNOWN_BROWSER, OF_ACCOUNT_HERE)
