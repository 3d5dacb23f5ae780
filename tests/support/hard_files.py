"""Made-up files with everything on which a writer could stumble, and what of it stands where an edit was made.

Each is there with every kind of line end, with and without a byte order mark, and with and without an end of its last line.
"""

import re
from collections.abc import Iterator

SETTINGS = """\
# head
title:   Old   # the title
'single': 'it''s old'
"double":   "say \\"x\\""
list:
  - one   # first
  # about the second
  -   two

  - 'three'
compact:
- a
- b: 1
  c: [x, y ,z]
- d
flow: { en: "x",  bg: y , list: [1, 2,3] }
wrapped: {en: "x",
   bg: "y"}
brackets: [one,
     two,   three,
   four]
map:
    deep:
        deeper: yes
        other: 7···
    last: no
three:
   inner: x   # three blanks
   list:
      - a
      - b   # of three
   map:
         far: in
         more: y
blanks: a value with blanks behind it···
five:
     inner: "x"
     list:
          -    a
          -    b
plain: a text that is wrapped and
  goes on plain
  and on
again: another text
  that goes on plain
quoted: "a text that is wrapped and
   goes on in quotes"
apostrophes: 'it''s wrapped and

  goes on in apostrophes'
text: |
  first
    second

folded: >-
  one
  two

   three
lists:
  - [a, "b", 'c']
  -
    - d
    - e
  - {f: g, h: [i]}
empty:
nothing:   # but this
unicode: "Планиране \\u00e9"
hebrew: "שלום עולם"
arabic: مرحبا   # تعليق
rtl:
  - שלום
  - "مرحبا, عالم"
end: end
""".replace("·", " ")
LESSON_SETTINGS = """\
# of a lesson
title: >-
   A title in two
   lines

"summary": a summary that is wrapped and
     goes on plain
'description': "a description that is wrapped and
   goes on in quotes"   # so far
sources:
   - one   # first
   -   "two"

   # about the third
   - [a, "b",
     'c']
note: |
     Text in lines
       of its own.

review:
keywords: {en: "x",   bg: [планиране, y], he: שלום }
words: [one,
     שלום,   three]
"""
TEXT = """\
## A {#a}

One
line with *stars*.
<!-- a comment -->

- x
  - y
     - five blanks

- z
> [!CASE] c
> d

-\ta tab behind the sign
\t- a tab before it
-   three blanks

     five blanks
1.  one
    - nested
\t1. a tab and deeper

Term
:\tdefinition
   with three blanks

| a | b |
|---|---|
| c\t| d |

```
code

\tmore
```
שלום **עולם**, [[first]].

- مرحبا
   - عالم

Heading
-------
[^1]: A note
\tthat goes on.
last words···

""".replace("·", " ")
QUIZ_SETTINGS = """\
title: >-
  A title in two
  lines
summary: a summary that is wrapped and
   goes on plain
description: "a description that is wrapped and
  goes on in quotes"
'mode': test   # as ever
shuffle: [questions,
     answers]
extra_time: |
  Write to us
     in time.

# what counts
pass:   50
attempts: 3
"""
QUIZ = """\
Welcome\tto all.
<!--
## none
-->

# Part one
Its text.
## first {points=2}
Which?

- (x) right
\t> a tab before it
- ( ) wrong
   - three blanks
     - five blanks

> For all.

## second

```
## no heading
```

1. one
2. two···
# Part two {draw=1}

## third

שלום {{עולם}}\tand {{*more|less}}

> [!FEEDBACK]
> مرحبا

## fourth
How many? <!-- seven -->

= 7···
=50% 8
   > three blanks

## fifth

| a | b |
|---|---|
| c | d |

-\ta => b
-   مرحبا => d


""".replace("·", " ")
LINE_ENDS = {"LF": ["\n"], "CRLF": ["\r\n"], "CR": ["\r"], "mixed": ["\r\n", "\n"]}

# What a file is, wherever it is edited.
WHOLE = {
    "CRLF": rb"\A(?:[^\r\n]|\r\n)+\r\n(?:[^\r\n]|\r\n)*\Z",
    "CR alone": rb"\A[^\n]*\r[^\n]*\Z",
    "mixed line ends": rb"\r\n[^\r\n]*\n|[^\r\n]\n[^\r\n]*\r\n",
    "byte order mark": rb"\A\xef\xbb\xbf",
    "no line end at the end": rb"[^\r\n]\Z",
}
# What stands in the lines that an edit changed, or right above or beneath them.
NEAR = {
    "comment in YAML": r"(?:^| )# \w",
    "comment in Markdown": r"<!--|-->",
    "trailing blanks": r"   $",
    "tab": r"\t",
    "three blanks": r"^ {3}\S",
    "five blanks": r"^ {5}\S",
    "text in lines": r": [|>]",
    "wrapped plain": r"goes on plain",
    "wrapped in quotes": r"goes on in (?:quotes|apostrophes)",
    "wrapped in brackets": r"[\[{][^\]}\n]*,$",
    "quoted key": r"^['\"]\w+['\"]:",
    "list in brackets": r"\[[^\[\]\n]+\](?!\()",
    "map in braces": r": \{\s?\w+:",
    "list in a list": r"^  - \[|^  -$|^ {4}- [de]$|^[ \t]+(?:-|1\.) (?:y|a tab|five|three|nested|عالم)|^   - \[",
    "list without indentation": r"^- \w",
    "nothing behind the colon": r"^(?:empty|nothing|review):",
    "right to left": r"[\u0590-\u08ff]",
    "not Latin": r"[\u0370-\u04ff]",
    "code": r"^```",
    "table": r"^\|",
    "quotation": r"^[ \t]*>",
}


def variants(name: str, settings: str, text: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the path and the bytes of a made-up file in all its ways of ending lines; without a text it is YAML alone."""
    for ends, ending in LINE_ENDS.items():
        for mark in ("", "\ufeff"):
            for tail in ("", "\n"):
                body = f"---\n{settings}---\n{text.rstrip(chr(10))}" if text else settings.rstrip("\n")
                lines = (mark + body + tail).split("\n")
                whole = "".join(line + ending[number % len(ending)] for number, line in enumerate(lines[:-1])) + lines[-1]
                yield f"{name} {ends}{'.md' if text else '.yaml'}", whole.encode()


def hard_cases(body: bytes, first: int, last: int) -> set[str]:
    """Return what is hard about a file and about its lines from ``first`` to ``last`` (from 0, the end excluded) and those beside them."""
    whole = {name for name, sign in WHOLE.items() if re.search(sign, body)}
    near = b"\n".join(body.splitlines()[max(0, first - 1) : last + 1]).decode()
    return whole | {name for name, sign in NEAR.items() if re.search(sign, near, re.M)}
