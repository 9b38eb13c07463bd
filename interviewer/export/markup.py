"""Markup of the page, made of texts that are escaped wherever they come from. Pure.

`tag` and `text` are the only ways from a text to markup: what one of them made is `Markup`, and only that is put
between tags unescaped.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import NewType

from interviewer.export.wording import clock
from interviewer.review.annotations import Mark

Markup = NewType("Markup", str)
NOTHING = Markup("")
SHAPES: dict[Mark, tuple[str, str]] = {
    Mark.STRENGTH: ("good", "M7 1.5a5.5 5.5 0 1 0 .01 0z"),
    Mark.GAP: ("warn", "M7 1l6.5 12H.5z"),
    Mark.MOMENT: ("accent", "M7 .5L13.5 7 7 13.5.5 7z"),
    Mark.DELIVERY: ("plain", "M1.5 1.5h11v11h-11zm2 2v7h7v-7z"),
    Mark.CASE: ("accent", "M7 1l6 4.5-2.3 7.5H3.3L1 5.5z"),
    Mark.COVERAGE: ("good", "M5.3 12.5L.8 8l1.6-1.6 2.9 2.9 6.3-6.3L13.2 4.6z"),
    Mark.NOTE: ("plain", "M2 1h2v12H2zm2 0h9l-2.5 3.5L13 8H4z"),
    Mark.HINT: ("accent", "M7 1a4.5 4.5 0 0 0-2.5 8.2V11h5V9.2A4.5 4.5 0 0 0 7 1zM5 12h4v1.5H5z"),
    Mark.TROUBLE: ("warn", "M7 1l6.5 12H.5zm-.8 4v4h1.6V5zm0 5v1.6h1.6V10z"),
    Mark.LOST: ("warn", "M1 6h12v2H1z"),
}
"""Colour and outline of each kind's mark, in a square of 14: told apart without the colour too."""


def text(words: str) -> Markup:
    """A text as markup that shows it letter by letter."""
    return Markup(html.escape(words, quote=True))


def tag(name: str, /, *content: Markup, **attributes: str | float | bool | None) -> Markup:
    """An element. `class_` loses its underline, inner ones become hyphens; None and False are left out.

    Of the elements without an end the page has `input` only.
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{html.escape(_plain(value), quote=True)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{told}>" if name == "input" else f"<{name}{told}>{''.join(content)}</{name}>")


def joined(parts: Iterable[Markup], between: str = "\n") -> Markup:
    """One after the other; `between` is white space."""
    return Markup(between.join(part for part in parts if part))


def paragraph(words: str, class_: str | None = None) -> Markup:
    """A paragraph; nothing for an empty text."""
    return tag("p", text(words), class_=class_) if words else NOTHING


def time_button(seconds: float, name: str = "") -> Markup:
    """A time that can be clicked; `name` says to a screen reader what is there."""
    shown = clock(seconds)
    label = f"{shown}, {name}" if name else None
    return tag("button", text(shown), type="button", class_="time", data_t=seconds, aria_label=label)


def mark(kind: Mark) -> Markup:
    """The mark of a kind, beside its name."""
    tone, outline = SHAPES[kind]
    path = tag("path", class_=tone, d=outline, fill_rule="evenodd")
    return tag("svg", path, class_="mark", viewBox="0 0 14 14", aria_hidden="true")


def table(head: Iterable[str], rows: Iterable[Iterable[Markup]]) -> Markup:
    """A table that scrolls by itself where it is too wide; nothing without rows."""
    lines = [tag("tr", *(cell if cell.startswith("<td") else tag("td", cell) for cell in row)) for row in rows]
    if not lines:
        return NOTHING
    titles = tag("tr", *(tag("th", text(title), scope="col") for title in head))
    return tag("div", tag("table", tag("thead", titles), tag("tbody", *lines)), class_="scroll")


def section(title: str, *content: Markup) -> Markup:
    """A headed part of the page; nothing where it would be empty."""
    if not any(content):
        return NOTHING
    return tag("section", tag("h2", text(title)), *content)


def number_cell(words: str) -> Markup:
    """A cell of figures."""
    return tag("td", text(words), class_="number")


def _plain(value: str | float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
