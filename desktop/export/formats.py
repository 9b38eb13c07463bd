"""The formats a session can be written in. A table of literals; pure but for reading the page's template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assets import resource
from desktop.language import tr
from interviewer.export.figures_csv import figures_csv
from interviewer.export.html import Template, page
from interviewer.export.labels import labels
from interviewer.export.markdown import markdown
from interviewer.export.plain_json import to_json
from interviewer.export.subtitles import srt, vtt
from interviewer.export.textgrid import textgrid
from interviewer.export.values import Exported

_STYLES = ("page.css", "partner.css")
_SCRIPTS = ("page.js", "partner-state.js", "partner-notes.js", "partner-cards.js", "partner-file.js")
"""In this order: what a partner writes into is of no use to others, and each one goes on from those before."""


@dataclass(frozen=True, slots=True)
class Format:
    """One of them."""

    id: str
    title: str
    about: str
    tail: str
    """What the names of its files end in."""
    render: Callable[[Exported], str] | None
    """None: it is no text but the session itself, as a bundle."""
    sound: bool = False
    """Can hold the sound."""
    for_partner: bool = False
    """Can have a part in which a partner annotates and rates."""


def formats() -> tuple[Format, ...]:
    """All of them, the one most people want first."""
    return (
        Format("html", tr("Web page"), tr("Plays, with everything in one file"), ".html", _page, True, True),
        Format("md", tr("Markdown"), tr("Transcript, remarks and review to read or edit"), ".md", markdown),
        Format("json", tr("JSON"), tr("Everything, for programs; the schema is published"), ".json", to_json),
        Format("srt", tr("SRT subtitles"), tr("For video players and editors"), ".srt", srt),
        Format("vtt", tr("WebVTT subtitles"), tr("For the web"), ".vtt", vtt),
        Format("labels", tr("Audacity labels"), tr("A label track beside the sound"), "-labels.txt", labels),
        Format("textgrid", tr("Praat TextGrid"), tr("Tiers for phonetics"), ".TextGrid", textgrid),
        Format("csv", tr("Figures as CSV"), tr("For spreadsheets"), "-figures.csv", figures_csv),
        Format(
            "bundle",
            tr("Hotseat bundle"),
            tr("For a partner with Hotseat, who rates it and hands it back"),
            ".hotseat",
            None,
            sound=True,
        ),
    )


def format_of(name: str) -> Format:
    """The format of that id. Raises: KeyError."""
    return {one.id: one for one in formats()}[name]


def template(*, for_partner: bool = False) -> Template:
    """The page as it stands in the assets; `for_partner`: with what a partner writes into."""
    styles, scripts = (_STYLES, _SCRIPTS) if for_partner else (_STYLES[:1], _SCRIPTS[:1])
    return Template(_read("page.html"), "".join(map(_read, styles)), "".join(map(_read, scripts)))


def _read(name: str) -> str:
    return resource("export", name).read_text(encoding="utf-8")


def _page(exported: Exported) -> str:
    return page(exported, template(for_partner=exported.partner is not None))
