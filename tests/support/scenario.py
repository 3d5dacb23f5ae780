"""The town hall's course with an optional scenario in its first module, behind the lesson."""

ACTIVITY = "at-the-counter"
FILE_EN, FILE_BG = (f"content/town-hall/{lang}/{ACTIVITY}.md" for lang in ("en", "bg"))
MODULE = "modules/town-hall/asking.yaml"
ASKING = """\
title: {en: "Asking", bg: "Питане"}
outcomes:
  en: ["Say why a town hall asks its people"]
  bg: ["Да кажете защо общината пита хората"]
activities:
  - lesson: why-ask
    minutes: 5
  - scenario: at-the-counter
    minutes: 3
    required: false
  - quiz: first-practice
    minutes: 4
"""
EN = """\
---
title: At the counter
sources: ["The book of the town hall"]
---

It is Monday, and the square is to be rebuilt.

## A neighbour comes in {#counter}

She has heard of the plans. "Nobody asked **us**," she says.

> [!TIP] Listen first
> She has come on foot.

- [Ask what she would change](#wish)
  > She takes out a drawing that her children made.
- [Say that it is decided](#shut)

## She has a wish {#wish}

A bench in the shade, and the *linden* to stay.

- [Write it down and invite her to the meeting](#invited)
- [Promise her the bench](#shut)
  > She tells the whole street. The bench is never built.

## She comes to the meeting {#invited .good}

She brings eleven neighbours, and the linden stays.

## She does not come again {#shut}

Nor does anybody else from her street.
"""
BG = """\
---
title: На гишето
---

Понеделник е и площадът ще се преустройва.

## Влиза съседка {#counter}

Чула е за плановете. „**Нас** никой не ни пита“, казва тя.

> [!TIP] Първо изслушайте
> Дошла е пеша.

- [Попитайте какво би променила](#wish)
  > Тя изважда рисунка на децата си.
- [Кажете, че е решено](#shut)

## Тя има желание {#wish}

Пейка на сянка, и *липата* да остане.

- [Запишете го и я поканете на срещата](#invited)
- [Обещайте ѝ пейката](#shut)
  > Тя казва на цялата улица. Пейката така и не се появява.

## Тя идва на срещата {#invited .good}

Води единайсет съседи и липата остава.

## Тя не идва повече {#shut}

Нито пък друг от нейната улица.
"""
WITH_SCENARIO: dict[str, str | None] = {MODULE: ASKING, FILE_EN: EN, FILE_BG: BG}
