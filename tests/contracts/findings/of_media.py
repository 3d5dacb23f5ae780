"""Pictures, films, sounds and captions (course-format §4, L3, §10)."""

from tests.contracts.findings.a_case import TEXT_PATH, WITH_TEST, WITH_TEXT, Case, a_lesson
from tests.unit.format.a_course import LESSON, LESSON_PATH, MODULE_PATH, Files

CAPTIONS = "content/c/media/a.vtt"
WORDS = "WEBVTT\n\n00:00.000 --> 00:01.000\nWords.\n"
NO_HEAD = f"{CAPTIONS}:1: error: captions begin with a line WEBVTT; without it nothing is shown [bad-captions]"
EMPTY = f"{CAPTIONS}:1: error: these captions are empty: write times, like 00:01.000 --> 00:04.000, and beneath them the words [bad-captions]"
NO_CAPTIONS = 'film without captions: write {captions="media/….vtt"} [missing-captions]'
NO_DESCRIPTION = 'film without description: write described="media/…", or speaks-for-itself if the sound says it all [missing-description]'
NO_TRANSCRIPT = 'sound without a transcript: write {transcript="…"} [missing-transcript]'


def shows(body: str, *names: str) -> Files:
    """Return a lesson with this text, and media with these names."""
    return a_lesson(body) | {f"content/c/media/{name}": "x" for name in names}


def blank(target: str) -> str:
    """Return what is said of this address of a picture."""
    return f"“{target}” holds a blank, and no name of a file may: rename it and write media/a-b.svg [bad-file-name]"


def film(captions: str | bytes) -> Files:
    """Return a lesson with a film, and the captions that it has."""
    return shows("![A film](media/a.mp4){captions=media/a.vtt speaks-for-itself}\n", "a.mp4") | {CAPTIONS: captions}


def a_film(said: str, *names: str) -> Files:
    """Return a lesson with a film of which this is said in braces, its captions beside it."""
    return shows(f"Look:\n\n![A film](media/a.mp4){{{said}}}\n", "a.mp4", *names) | ({CAPTIONS: WORDS} if "captions" in said else {})


def sound(said: str) -> Files:
    """Return a lesson with a sound of which this is said, beside another text."""
    return shows(f"![A song](media/a.mp3){said}\n", "a.mp3") | {MODULE_PATH: WITH_TEXT, TEXT_PATH: LESSON}


CASES: list[Case] = [
    Case("missing-alt",         shows("![](media/a.svg)\n", "a.svg"),                        [f"{LESSON_PATH}:5: error: picture without alt text: write ![what it shows](media/a.svg), or {{.decorative}} [missing-alt]"], shows("![](media/a.svg){.decorative}\n", "a.svg")),
    Case("missing-alt",         shows("One\n![ ][a]\n\n[a]: media/a.svg\n", "a.svg"),        [f"{LESSON_PATH}:6: error: picture without alt text: write ![what it shows](media/a.svg), or {{.decorative}} [missing-alt]"], shows("One\n![A][a]\n\n[a]: media/a.svg\n", "a.svg")),
    Case("missing-media",       shows("![A](media/b.svg) ![B](media/a.svg)\n", "a.svg"),     [f"{LESSON_PATH}:5: error: media/b.svg is not there: media lie in content/c/media/ [missing-media]"],                        shows("![A](media/a.svg) ![B](media/a.svg)\n", "a.svg")),
    Case("missing-media",       shows("[A](media/A.pdf)\n\n[A](media/a.pdf)\n", "a.pdf"),    [f"{LESSON_PATH}:5: error: media/A.pdf is not there: media lie in content/c/media/ [missing-media]"],                        shows("[A](media/a.pdf)\n", "a.pdf")),
    Case("missing-media",       shows("![A](a.svg)\n", "a.svg"),                          [f"{LESSON_PATH}:5: error: a.svg is in the folder media: write media/a.svg [missing-media]"],                                shows("![A](media/a.svg)\n", "a.svg")),
    Case("missing-media",       shows("[A](a.pdf) [B][b]\n\n[b]: media/b.pdf\n", "a.pdf"), [f"{LESSON_PATH}:5: error: a.pdf is in the folder media: write media/a.pdf [missing-media]", f"{LESSON_PATH}:5: error: media/b.pdf is not there: media lie in content/c/media/ [missing-media]"], shows("[A](media/a.pdf) [B][b]\n\n[b]: media/b.pdf\n", "a.pdf", "b.pdf")),
    Case("bad-file-name",       shows("One\n\n![A b](media/a b.svg)\n", "a b.svg"),         [f"{LESSON_PATH}:7: error: {blank('media/a b.svg')}"],                                                                       shows("One\n\n![A b]( media/a-b.svg )\n", "a-b.svg")),
    Case("bad-file-name",       shows("![A b](media/a b.svg)\n"),                          [f"{LESSON_PATH}:5: error: {blank('media/a b.svg')}"],                                                                       shows("![A b](media/a.svg \"b.svg\")\n", "a.svg")),
    Case("bad-file-name",       shows("![](media/a b.svg)\n", "a b.svg"),                  [f"{LESSON_PATH}:5: error: {blank('media/a b.svg')}", f"{LESSON_PATH}:5: error: picture without alt text: write ![what it shows](media/a b.svg), or {{.decorative}} [missing-alt]"], shows("![](media/a-b.svg){.decorative}\n", "a-b.svg")),
    Case("bad-file-name",       shows("[The form](media/a b.pdf)\n"),                      [f"{LESSON_PATH}:5: error: “media/a b.pdf” holds a blank, and no name of a file may: rename it and write media/a-b.pdf [bad-file-name]"], shows("[The form](media/a-b.pdf)\n", "a-b.pdf")),
    Case("bad-file-name",       shows("![A b](media/a%20b.svg)\n", "a b.svg"),             [f"{LESSON_PATH}:5: error: {blank('media/a%20b.svg')}"],                                                                     shows("![A b](media/a%2Db.svg)\n", "a-b.svg")),
    Case("bad-file-name",       shows("![A b](<media/a b.svg>)\n", "a b.svg"),             [f"{LESSON_PATH}:5: error: {blank('media/a b.svg')}"],                                                                       shows("![A b](<media/a-b.svg>)\n", "a-b.svg")),
    Case("bad-file-name",       shows("![A][a]\n\n[a]: media/a b.svg\n", "a b.svg"),       [f"{LESSON_PATH}:5: error: {blank('media/a b.svg')}"],                                                                       shows("![A][a]\n\n[a]: media/a.svg \"b\"\n", "a.svg")),
    Case("bad-file-name",       shows("![A](media/a.svg (b))\n", "a.svg"),                 [f"{LESSON_PATH}:5: error: only a title in double quotes can stand behind media/a.svg [bad-file-name]"],                     shows("![A](media/a.svg \"(b)\")\n", "a.svg")),
    Case("bad-file-name",       shows("![A](media/a(1).svg)\n", "a(1).svg"),               [f"{LESSON_PATH}:5: error: the name of this file cannot hold “(”: rename it and write media/a-1-.svg [bad-file-name]"],      shows("[A](media/a(1).pdf)\n", "a(1).pdf")),
    Case("foreign-media",       shows("![A](https://example.org/a.svg)\n"),                  [f"{LESSON_PATH}:5: error: nothing is loaded from another site: put the file into media/, or write a link [foreign-media]"], shows("[A](https://example.org/a.svg)\n")),
    Case("foreign-media",       shows("![A](//example.org/a.svg)\n"),                        [f"{LESSON_PATH}:5: error: nothing is loaded from another site: put the file into media/, or write a link [foreign-media]"], shows("\\![A](https://example.org/a.svg)\n")),
    Case("missing-captions",    a_film("speaks-for-itself"),                                 [f"{LESSON_PATH}:7: error: {NO_CAPTIONS}"],                                                                                  a_film("captions=media/a.vtt speaks-for-itself")),
    Case("missing-description", a_film("captions=media/a.vtt"),                              [f"{LESSON_PATH}:7: error: {NO_DESCRIPTION}"],                                                                               a_film("captions=media/a.vtt described=media/b.mp4", "b.mp4")),
    Case("missing-transcript",  sound(""),                                                   [f"{LESSON_PATH}:5: error: {NO_TRANSCRIPT}"],                                                                                sound("{transcript=second}")),
    Case("bad-captions",        film("00:00.000 --> 00:01.000\nWords.\n"),                   [NO_HEAD],                                                                                                                   film(WORDS)),
    Case("bad-captions",        film(WORDS.replace("WEBVTT", "WEBVTT-")),                    [NO_HEAD],                                                                                                                   film("\ufeffWEBVTT - English\r\n\r\n1\r\n00:00:00.000 --> 00:00:01.000 line:0\r\nx\r\n")),
    Case("bad-captions",        film(WORDS.replace("00:01.000", "00:01")),                   [EMPTY],                                                                                                                     film(WORDS)),
    Case("bad-captions",        film(WORDS.replace("\n", "\r").encode() + b"\xff"),          [f"{CAPTIONS}:5: error: this file is not UTF-8: save it as UTF-8 [bad-captions]"],                                            film(WORDS.replace("\n", "\r"))),
    Case("missing-alt",         {MODULE_PATH: WITH_TEST, "quizzes/c/en/test.md": "---\ntitle: Test\n---\n\n## a\n\nYes?\n\n- (x) ![](media/a.svg)\n- ( ) b\n", "content/c/media/a.svg": "x"},
                                ["quizzes/c/en/test.md:9: error: picture without alt text: write ![what it shows](media/a.svg), or {.decorative} [missing-alt]"],
                                {MODULE_PATH: WITH_TEST, "quizzes/c/en/test.md": "---\ntitle: Test\n---\n\n## a\n\nYes?\n\n- (x) ![A](media/a.svg)\n- ( ) b\n", "content/c/media/a.svg": "x"}),
]  # fmt: skip
