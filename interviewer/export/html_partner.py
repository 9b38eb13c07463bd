"""The page's part for a partner: notes, a rating by the rubric, and a file to hand back. Pure.

The notes themselves are made by the page's script, which alone knows them; here stands what they are put into. What
is written goes no further than the limits of `interviewer.bundles.hand_back`, which reads the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.bundles.hand_back import LONGEST_QUOTE, LONGEST_TEXT, MOST_NOTES, REMARKS
from interviewer.bundles.layout import LONGEST_BY
from interviewer.export.markup import NOTHING, Markup, joined, mark, paragraph, tag, text
from interviewer.export.values import ForPartner, Rateable
from interviewer.export.wording import KINDS

NO_SCRIPT = "This browser runs no script here: open the file in another one to write notes and to rate."
_TIME_LENGTH = 12


def tools_part() -> Markup:
    """Buttons that stay in sight."""
    return joined(
        (
            _button("Note", "note-here", aria_keyshortcuts="N", title="At this moment, or on the words selected (N)"),
            _button("Undo", "partner-undo", aria_keyshortcuts="Control+Z", disabled=True),
            _button("Redo", "partner-redo", aria_keyshortcuts="Control+Shift+Z", disabled=True),
            tag("a", text("Rate and hand back"), href="#partner", class_="only-script"),
        )
    )


def notes_part(remarks: Markup) -> Markup:
    """Where the partner's notes are listed, before what others remarked, and where one is written."""
    hint = "Press Note at a moment, or select words first. Shorten or lengthen the span while you write."
    return tag(
        "aside",
        tag("h2", text("Your notes")),
        tag("noscript", paragraph(NO_SCRIPT, "notice")),
        tag("p", text(hint), id="no-notes", class_="muted only-script"),
        tag("ol", id="partner-notes", class_="plain-list"),
        remarks,
        _editor(),
        aria_label="Notes",
    )


def folded(title: str, inner: Markup) -> Markup:
    """A part that is opened on request; nothing where it would be empty."""
    return tag("details", tag("summary", text(title)), inner, class_="others") if inner else NOTHING


def rating_part(partner: ForPartner) -> Markup:
    """The rating, the name it is under, and the file."""
    calls = [_choice("call", value, text(words)) for value, words in partner.calls]
    call = tag(
        "fieldset",
        tag("legend", text("Would you hire them?")),
        _choice("call", "", text("Not rated"), checked=True),
        *calls,
        _comment("What decides it", "call-comment"),
        id="call",
        class_="card rated",
    )
    return tag(
        "section",
        tag("h2", text("Your rating")),
        paragraph("Rate before you look at what others said. Leave out what you have no view on.", "muted"),
        call,
        *(_dimension(place, one, partner.scores) for place, one in enumerate(partner.dimensions)),
        _handing_back(),
        id="partner",
        class_="only-script",
        data_session=partner.session,
        data_started=partner.started,
        data_file=partner.file,
        data_level=partner.level,
        data_most_notes=str(MOST_NOTES),
        data_longest_quote=str(LONGEST_QUOTE),
    )


def _dimension(place: int, one: Rateable, scores: tuple[str, ...]) -> Markup:
    name = f"score-{place}"
    choices = [
        _choice(name, str(score), joined((tag("strong", text(f"{score} {words}")), text(anchor)), " "))
        for score, (words, anchor) in enumerate(zip(scores, one.anchors, strict=True), 1)
    ]
    core = tag("span", text(" · core"), class_="muted") if one.core else NOTHING
    return tag(
        "fieldset",
        tag("legend", text(one.title), core),
        paragraph(one.about, "muted"),
        _choice(name, "", text("No view"), checked=True),
        *choices,
        _comment("Why", f"comment-{place}", about=one.title),
        class_="card rated",
        data_dimension=one.id,
        data_title=one.title,
    )


def _handing_back() -> Markup:
    name = tag("input", id="partner-name", maxlength=str(LONGEST_BY), autocomplete="name", required=True)
    file = tag("input", type="file", id="partner-file", accept=".json,application/json")
    return tag(
        "div",
        tag("h2", text("Hand it back")),
        tag("label", text("Your name "), name),
        tag("p", _button("Save the file", "partner-save", class_="primary")),
        paragraph("Send the file to the candidate: Hotseat takes it in, and it stands under your name.", "muted"),
        tag("p", id="partner-kept", class_="muted"),
        tag("p", id="partner-status", role="status"),
        tag(
            "details",
            tag("summary", text("Go on elsewhere, or begin anew")),
            tag("label", text("Go on from a file saved before "), file),
            tag("p", _button("Begin anew", "partner-anew"), text(" as another partner. Undo brings yours back.")),
        ),
        class_="handing-back",
    )


def _editor() -> Markup:
    """Where a note is written; it stays at the bottom of the window."""
    kinds = tag(
        "fieldset",
        tag("legend", text("Kind")),
        *(_kind(number, kind.value) for number, kind in enumerate(REMARKS)),
        class_="kinds",
    )
    times = [
        tag("label", text(f"{title} "), tag("input", id=name, size="8", maxlength=str(_TIME_LENGTH)))
        for title, name in (("From", "note-from"), ("To", "note-to"))
    ]
    now = _button("To now", "note-now", title="The span ends at this moment")
    writing = tag("textarea", id="note-text", rows="3", maxlength=str(LONGEST_TEXT), required=True)
    return tag(
        "form",
        tag("h3", text("Note"), id="note-title"),
        kinds,
        tag("div", *times, now, class_="times"),
        tag("p", id="note-quote", class_="muted"),
        tag("label", text("What you noticed"), writing),
        tag("p", id="note-fault", class_="fault", role="alert"),
        tag("div", *_ends(), class_="filters"),
        id="note-form",
        aria_labelledby="note-title",
        hidden=True,
    )


def _ends() -> Iterator[Markup]:
    yield tag("button", text("Keep"), type="submit", class_="primary", title="Control+Enter")
    yield tag("button", text("Cancel"), type="button", id="note-cancel", title="Esc")


def _kind(number: int, value: str) -> Markup:
    kind = REMARKS[number]
    return _choice("kind", value, joined((mark(kind), text(KINDS[kind])), ""), checked=number == 0)


def _choice(name: str, value: str, label: Markup, *, checked: bool = False) -> Markup:
    box = tag("input", type="radio", name=name, value=value, checked=checked)
    return tag("label", box, tag("span", label), class_="choice")


def _comment(title: str, name: str, about: str = "") -> Markup:
    """A text field, and a paragraph in which all of its text is printed."""
    label = f"{title}, {about}" if about else None
    field = tag("textarea", id=name, rows="2", maxlength=str(LONGEST_TEXT), aria_label=label)
    return joined((tag("label", text(title), field, class_="comment"), tag("p", class_="printed text")), "")


def _button(words: str, name: str, class_: str = "", **attributes: str | bool) -> Markup:
    classes = f"only-script {class_}".strip()
    return tag("button", text(words), type="button", id=name, class_=classes, **attributes)
