"""Thirty invented people, and how far each of them has got: every state in which a learner can be."""

from dataclasses import dataclass

from lms.commands.demo_memos import ANNEX, MARKET, PLAYGROUNDS, Memo

DOMAIN = "demo.example"  # a domain that can never receive mail (RFC 2606)
PASSWORD = "an equal right to speak"
WITHDRAWAL = "Issued to the wrong person of two with the same name; the right one has been issued."

PASS_WELL, PASS, FAIL, LEAVE_OPEN = "pass well", "pass", "fail", "leave open"


@dataclass(frozen=True)
class Story:
    """How somebody learns: how much of the course before its test, in percent, and how each try at the test goes.

    They begin ``began`` days ago and are active for ``active`` days. A ``revoked`` certificate is withdrawn afterwards.
    Some write a ``memo`` before they take the test.
    """

    percent: int
    tests: tuple[str, ...] = ()
    began: int = 30
    active: int = 20
    revoked: bool = False
    memo: Memo | None = None


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who does not exist; learners have a story. Without a ``language`` the browser's is followed."""

    name: str
    account: str
    language: str | None
    role: str = "learner"
    story: Story | None = None

    @property
    def email(self) -> str:
        """The address with which they sign in."""
        return f"{self.account}@{DOMAIN}"


def _enrolled(days: int) -> Story:
    return Story(0, began=days, active=1)


def _learner(name: str, account: str, language: str | None, story: Story) -> DemoPerson:
    return DemoPerson(name, account, language, story=story)


HALFWAY = Story(50, began=16, active=14)
PEOPLE = (
    DemoPerson("Nadezhda Ilchevska", "admin", None, "admin"),
    DemoPerson("Κλειώ Ανδρεαδάκη", "trainer", None, "trainer"),
    _learner("Maren Oldervik", "learner", None, HALFWAY),
    # just enrolled
    _learner("Десислава Койнарска", "desislava.koynarska", "bg", _enrolled(1)),
    _learner("Tuomas Rantakari", "tuomas.rantakari", "en", _enrolled(3)),
    _learner("Ευθυμία Καραντώνη", "efthymia.karantoni", "el", _enrolled(12)),
    _learner("Beatriz Olmedilla", "beatriz.olmedilla", "es", _enrolled(40)),
    # on their way
    _learner("Марин Стоилкин", "marin.stoilkin", "bg", Story(10, began=2, active=1)),
    _learner("Aoife Ní Dhoibhlin", "aoife.nidhoibhlin", "en", Story(25, began=9, active=6)),
    _learner("Jean-Baptiste Lécuyère", "jb.lecuyere", "fr", Story(35, began=21, active=5)),
    _learner("Радостина Белопитова", "radostina.belopitova", "bg", HALFWAY),
    _learner("Στέλιος Μαυρογένης", "stelios.mavrogenis", "el", Story(60, began=25, active=24)),
    _learner("Zdeňka Vlčnovská", "zdenka.vlcnovska", "en", Story(75, began=33, active=30)),
    _learner("Ginevra Tassoneri", "ginevra.tassoneri", "it", Story(90, began=18, active=17)),
    # before, in and after the test
    _learner("Wojciech Źrebiński", "wojciech.zrebinski", "en", Story(100, began=22, active=20, memo=PLAYGROUNDS)),
    _learner("Калоян Търничков", "kaloyan.tarnichkov", "bg", Story(100, (LEAVE_OPEN,), began=15, active=14, memo=ANNEX)),
    _learner("Iria Castroagudín", "iria.castroagudin", "es", Story(100, (FAIL,), began=28, active=26)),
    _learner(
        "Ανδρομάχη Βλασοπούλου", "andromachi.vlasopoulou", "el", Story(100, (FAIL,), began=31, active=20)
    ),
    _learner(
        "Ottilie Brandscheid", "ottilie.brandscheid", "en", Story(100, (FAIL, FAIL), began=35, active=30)
    ),
    _learner(
        "Веселин Градешлиев", "veselin.gradeshliev", "bg", Story(100, (FAIL, FAIL, FAIL), began=38, active=30)
    ),
    _learner("Solène Kerguennec", "solene.kerguennec", "fr", Story(80, (PASS,), began=12, active=10)),
    _learner("Sándor Keményváry", "sandor.kemenyvary", "en", Story(50, (FAIL, PASS), began=20, active=16)),
    # completed, with certificates
    _learner("Невена Златолистова", "nevena.zlatolistova", "bg", Story(100, (PASS,), began=45, active=20)),
    _learner("Λεωνίδας Ξανθάκος", "leonidas.xanthakos", "el", Story(100, (FAIL, PASS), began=52, active=30)),
    _learner("Ioana Vrâncioaia", "ioana.vrancioaia", "en", Story(100, (PASS_WELL,), began=60, active=12, memo=MARKET)),
    _learner(
        "Matteo Bordighiera",
        "matteo.bordighiera",
        "it",
        Story(100, (FAIL, FAIL, PASS_WELL), began=41, active=33),
    ),
    _learner(
        "Ástríður Hallmarsdóttir", "astridur.hallmarsdottir", "en", Story(100, (PASS,), began=27, active=24)
    ),
    _learner("Камелия Драгозова", "kamelia.dragozova", "bg", Story(100, (PASS,), began=24, active=22)),
    _learner(
        "Lotte van Oosterveen", "lotte.vanoosterveen", "en", Story(100, (PASS_WELL,), began=19, active=18)
    ),
    _learner(
        "Камелия Драгозова",
        "kamelia.dragozova.2",
        "bg",
        Story(100, (PASS,), began=55, active=25, revoked=True),
    ),
)
SIGN_IN_AS = ("learner", "trainer", "admin")
