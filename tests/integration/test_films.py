"""Films, sounds and files of a lesson: captions in every language, what is said in words, and seeking in them."""

from datetime import date
from functools import partial

import pytest

from lms.domain.courses.publication import prepare
from lms.kernel.problems import Problems
from tests.makers import COURSE, LESSONS, Makers, files_of
from tests.support.client import PageClient
from tests.support.headers import ALWAYS, wrong
from tests.support.pages import Page
from tests.support.tree import Node

CONTENT = f"content/{COURSE}"
MEDIA = f"{CONTENT}/media"
DAY = date(2026, 11, 21)
LESSON = f"/learn/{COURSE}/{LESSONS[0]}/"
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(100))
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\n"
TEXT = """

![How a letter is written](media/intro.mp4){captions="media/intro.vtt" described="media/intro-ad.mp4" transcript="intro-words"}

![A talk](media/talk.mp3){transcript="intro-words"}

![A drawing](media/words.svg) Read [the form](media/form.pdf). So $x^2 \\le \\frac{1}{2}$.
"""
BG_TEXT = TEXT.replace("How a letter is written", "Как се пише писмо").replace("the form", "формуляра")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="5">%s</text></svg>'
MORE = {
    f"{MEDIA}/intro.mp4": FILM,
    f"{MEDIA}/bg/intro.mp4": FILM + b"bg",
    f"{MEDIA}/intro-ad.mp4": FILM + b"described",
    f"{MEDIA}/intro.vtt": VTT + b"Hello\n",
    f"{MEDIA}/bg/intro.vtt": VTT + "Здравейте\n".encode(),
    f"{MEDIA}/talk.mp3": b"ID3" + bytes(50),
    f"{MEDIA}/form.pdf": b"%PDF-1.7\n" + bytes(240_000),
    f"{MEDIA}/words.svg": SVG % b"one",
    f"{MEDIA}/bg/words.svg": SVG % "едно".encode(),
    f"{CONTENT}/en/intro-words.md": b"---\ntitle: The words\n---\n\nA clerk says: *hello*.\n",
}


def files(more: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the course with a film, a sound, a file and a drawing in its first lesson."""
    found = files_of() | MORE | (more or {})
    for lang, text in (("en", TEXT), ("bg", BG_TEXT)):
        found[f"{CONTENT}/{lang}/{LESSONS[0]}.md"] += text.encode()
    return found


@pytest.fixture
def learner(make: Makers) -> PageClient:
    """Return the browser of a learner of that course."""
    course = make.course()
    make.publish(COURSE, files(), as_="revision")
    person = make.person()
    make.enrolment(person, course)
    return make.client(person)


def bytes_at(browser: PageClient, node: Node, name: str = "src") -> bytes:
    return browser.get(node.get(name)).data


def film_of(page: Page) -> Node:
    return page.one("div", class_="film")


@pytest.mark.parametrize(
    ("language", "film", "tracks"),
    [
        pytest.param("en", FILM, [("English", "en", True, VTT + b"Hello\n"), ("Български", "bg", False, VTT + "Здравейте\n".encode())], id="English"),
        pytest.param("bg", FILM + b"bg", [("Български", "bg", True, VTT + "Здравейте\n".encode()), ("English", "en", False, VTT + b"Hello\n")], id="Bulgarian"),
    ],
)
def test_a_film_is_shown_in_the_language_of_its_reader_with_captions_in_every_one(
    learner: PageClient, language: str, film: bytes, tracks: list[tuple[str, str, bool, bytes]]
) -> None:
    shown = film_of(learner.page(LESSON, language=language))
    (video,) = shown.all("video")
    names = {"en": "How a letter is written", "bg": "Как се пише писмо"}
    assert dict(video.attrs) == {"aria-label": names[language], "controls": "", "preload": "metadata"}
    assert bytes_at(learner, shown.all("source")[0]) == film
    assert [
        (track.get("label"), track.get("srclang"), "default" in track.attrs, bytes_at(learner, track)) for track in shown.all("track")
    ] == tracks
    assert [track.get("kind") for track in shown.all("track")] == ["captions", "captions"]
    assert learner.get(shown.all("track")[0].get("src")).content_type == "text/vtt"


def test_the_described_film_is_a_link_and_the_transcript_stands_beneath(learner: PageClient) -> None:
    page = learner.page(LESSON)
    shown = film_of(page)
    (link,) = shown.all("a")
    assert (link.text, bytes_at(learner, link, "href")) == ("The film with spoken description", FILM + b"described")
    assert [" ".join(node.text.split()) for node in page.main.all("details", class_="transcript")] == ["Transcript A clerk says: hello."] * 2
    assert [node.attrs.get("lang") for node in page.main.all("div", class_="transcript-text")] == [None, None]
    in_bulgarian = learner.page(LESSON, language="bg").main.all("div", class_="transcript-text")
    assert [node.attrs.get("lang") for node in in_bulgarian] == ["en", "en"]


def test_what_only_trainers_may_read_is_no_transcript() -> None:
    asking, problems = f"modules/{COURSE}/asking.yaml", Problems()
    assert prepare(COURSE, files({asking: files_of()[asking] + b"trainer: [intro-words]\n"}), problems, DAY) is None
    assert {problem.code for problem in problems.found if problem.severity == "error"} == {"broken-link"}


def test_a_transcript_that_holds_itself_ends() -> None:
    itself = f"{CONTENT}/en/intro-words.md"
    ready = prepare(COURSE, files({itself: MORE[itself] + b'\n![Again](media/talk.mp3){transcript="intro-words"}\n'}), Problems(), DAY)
    assert ready is not None
    assert max(page.body.count("A clerk says") for page in ready.pages) == 2


def test_a_drawing_has_its_twin_and_a_file_says_what_it_is(learner: PageClient) -> None:
    for language, word, link in (("en", b"one", "the form (PDF, 240 KB)"), ("bg", "едно".encode(), "формуляра (PDF, 240 KB)")):
        page = learner.page(LESSON, language=language)
        (drawing,) = page.main.all("img", alt="A drawing")
        assert bytes_at(learner, drawing) == SVG % word
        assert link in [node.text for node in page.main.all("a")]


def test_a_formula_reaches_the_page_as_mathml(learner: PageClient) -> None:
    (formula,) = learner.page(LESSON).main.all("math")
    assert [len(formula.all(tag)) for tag in ("msup", "mfrac", "mo")] == [1, 1, 1]


@pytest.fixture
def film(learner: PageClient) -> str:
    """Return the address of the film."""
    return film_of(learner.page(LESSON)).all("source")[0].get("src")


@pytest.mark.parametrize(
    ("asked", "said", "body"),
    [
        pytest.param("bytes=0-", f"bytes 0-{len(FILM) - 1}/{len(FILM)}", FILM, id="everything"),
        pytest.param("bytes=0-1", f"bytes 0-1/{len(FILM)}", FILM[:2], id="two bytes, as Safari asks first"),
        pytest.param("bytes=20-29", f"bytes 20-29/{len(FILM)}", FILM[20:30], id="a piece"),
        pytest.param("bytes=-10", f"bytes {len(FILM) - 10}-{len(FILM) - 1}/{len(FILM)}", FILM[-10:], id="the end"),
        pytest.param("bytes=20-99999", f"bytes 20-{len(FILM) - 1}/{len(FILM)}", FILM[20:], id="beyond the end"),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(learner: PageClient, film: str, asked: str, said: str, body: bytes) -> None:
    answer = learner.get(film, headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"], answer.data) == (206, said, body)
    assert (answer.content_type, answer.content_length, answer.headers["Accept-Ranges"]) == ("video/mp4", len(body), "bytes")


@pytest.mark.parametrize("asked", ["bytes=99999-", "bytes=9-2", "bytes=a-b", "bytes=0-1,4-5"])
def test_a_part_that_is_not_there_is_refused(learner: PageClient, film: str, asked: str) -> None:
    answer = learner.get(film, headers={"Range": asked})
    assert (answer.status_code, answer.headers["Content-Range"], wrong(answer, ALWAYS)) == (416, f"bytes */{len(FILM)}", {})


def test_without_a_range_the_whole_is_sent_and_said_to_have_parts(learner: PageClient, film: str) -> None:
    answer = learner.get(film)
    assert (answer.status_code, answer.headers["Accept-Ranges"], answer.data) == (200, "bytes", FILM)
    digest = film.split("/")[2]
    asked = partial(learner.get, film)
    assert asked(headers={"If-None-Match": f'"{digest}"'}).status_code == 304
    assert asked(headers={"Range": "bytes=0-1", "If-Range": f'"{digest}"'}).status_code == 206
    assert asked(headers={"Range": "bytes=0-1", "If-Range": '"another"'}).status_code == 200


def test_what_stands_between_may_keep_a_part_as_long_as_the_whole(learner: PageClient, film: str) -> None:
    answer = learner.get(film, headers={"Range": "bytes=0-1"})
    policy = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"
    assert (answer.headers["Cache-Control"], answer.headers["Content-Security-Policy"]) == ("public, max-age=31536000, immutable", policy)
