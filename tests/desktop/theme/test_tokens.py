"""Every pair of colours that meets on the screen has the contrast it needs."""

from __future__ import annotations

import pytest

from desktop.theme.tokens import EDGE_CONTRAST, TEXT_CONTRAST, TOKENS, Theme, contrast

GROUNDS = ("bg", "surface", "sunken", "band")
READ = (
    *((text, ground) for text in ("text", "muted") for ground in GROUNDS),
    *((tone, ground) for tone in ("accent", "good", "warn", "bad") for ground in ("bg", "surface")),
    ("on_accent", "accent"),
    ("accent", "atint"),
    ("text", "atint"),
    ("text", "gtint"),
    ("text", "wtint"),
    ("text", "btint"),
    ("on_word", "word"),
)
SEEN = (
    *(("border", ground) for ground in GROUNDS),
    *(("accent", ground) for ground in ("bg", "surface", "sunken")),
    *((mark, ground) for mark in ("good", "warn", "bad", "muted", "text", "case", "cover") for ground in GROUNDS),
    ("data", "bg"),
    ("data", "track"),
    ("good", "gtint"),
    ("warn", "wtint"),
    ("bad", "btint"),
)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#2F5BD8", "#2F5BD8") == 1


@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_can_be_read(theme: Theme, text: str, ground: str) -> None:
    colours = TOKENS[theme].colours()
    assert contrast(colours[text], colours[ground]) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize(("edge", "ground"), SEEN)
def test_edges_can_be_seen(theme: Theme, edge: str, ground: str) -> None:
    colours = TOKENS[theme].colours()
    assert contrast(colours[edge], colours[ground]) >= EDGE_CONTRAST


@pytest.mark.parametrize("theme", [Theme.CONTRAST_LIGHT, Theme.CONTRAST_DARK])
def test_high_contrast_is_high(theme: Theme) -> None:
    """WCAG's enhanced level, 7 to 1, for all text on all grounds."""
    colours = TOKENS[theme].colours()
    for text in ("text", "muted", "accent", "good", "warn", "bad"):
        for ground in ("bg", "surface"):
            assert contrast(colours[text], colours[ground]) >= 7, (text, ground)
