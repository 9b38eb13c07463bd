"""The table of colours and measures everything painted comes from. Pure; no Qt.

Colours are `#rrggbb`. Contrast is that of WCAG 2.2: text needs 4.5, borders, icons and the focus ring need 3.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 3.0


class Theme(StrEnum):
    """What a person can choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast_light"
    CONTRAST_DARK = "contrast_dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours by use."""

    dark: bool
    bg: str
    """The window."""
    surface: str
    """Cards, fields, the live conversation."""
    sunken: str
    """The groove of a segmented control, chips."""
    band: str
    """Phases behind a waveform."""
    track: str
    """Empty part of bars. Decorative."""
    line: str
    """Hairlines. Decorative."""
    border: str
    """Every control's edge, phases that are done, sound not yet played."""
    text: str
    muted: str
    accent: str
    """The primary button, links, focus, "now"."""
    on_accent: str
    atint: str
    """Ground of the selected page and of a checked button."""
    data: str
    """Filled parts of bars, checks, the candidate's lane."""
    good: str
    warn: str
    bad: str
    gtint: str
    wtint: str
    btint: str
    """Grounds of banners, each with an edge in its strong tone."""
    case: str
    cover: str
    """Marks of remarks on a case, and on what was covered; the other kinds have tones that are there already."""
    word: str
    on_word: str
    """The word being heard."""

    def colours(self) -> dict[str, str]:
        """Every colour by its name."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.name != "dark"}


LIGHT = Tokens(
    dark=False, bg="#F6F7F9", surface="#FFFFFF", sunken="#ECEFF3", band="#EDF0F4", track="#DCE1E8", line="#DDE1E7",
    border="#7A8491", text="#1B1F24", muted="#57606A", accent="#2F5BD8", on_accent="#FFFFFF", atint="#E8EEFF",
    data="#4F6DB8", good="#1A7F37", warn="#8A5A00", bad="#C62828", gtint="#E6F4EA", wtint="#FFF4D6", btint="#FDE8E8",
    case="#7A3FB0", cover="#00707A", word="#FFE08A", on_word="#1B1F24",
)  # fmt: skip

DARK = Tokens(
    dark=True, bg="#14171C", surface="#1D2127", sunken="#282D35", band="#22272F", track="#343B45", line="#30363F",
    border="#717C89", text="#E6E9ED", muted="#9AA4B0", accent="#8AB0FF", on_accent="#0E1116", atint="#222D45",
    data="#7F9BD6", good="#4CC38A", warn="#E3B341", bad="#FF8A80", gtint="#1A3026", wtint="#332A12", btint="#3B2023",
    case="#C792F5", cover="#4FC3D0", word="#5A4A00", on_word="#FFF3C4",
)  # fmt: skip

CONTRAST_LIGHT = Tokens(
    dark=False, bg="#FFFFFF", surface="#FFFFFF", sunken="#F0F0F0", band="#F0F0F0", track="#C4C4C4", line="#6B6B6B",
    border="#000000", text="#000000", muted="#2B2B2B", accent="#0036A8", on_accent="#FFFFFF", atint="#DCE6FF",
    data="#1F3F8F", good="#0B5A22", warn="#5E3C00", bad="#9B0F0F", gtint="#FFFFFF", wtint="#FFFFFF", btint="#FFFFFF",
    case="#5B1E94", cover="#004E55", word="#FFD54A", on_word="#000000",
)  # fmt: skip

CONTRAST_DARK = Tokens(
    dark=True, bg="#000000", surface="#000000", sunken="#1A1A1A", band="#1A1A1A", track="#4A4A4A", line="#9A9A9A",
    border="#FFFFFF", text="#FFFFFF", muted="#DADADA", accent="#A9C7FF", on_accent="#000000", atint="#12254A",
    data="#A9C0F5", good="#79E3AE", warn="#FFD166", bad="#FFADA6", gtint="#000000", wtint="#000000", btint="#000000",
    case="#E0B8FF", cover="#8FE9F2", word="#FFE08A", on_word="#000000",
)  # fmt: skip

TOKENS = {
    Theme.LIGHT: LIGHT,
    Theme.DARK: DARK,
    Theme.CONTRAST_LIGHT: CONTRAST_LIGHT,
    Theme.CONTRAST_DARK: CONTRAST_DARK,
}
"""The colours of every theme but the system's, which is one of these."""

# Measures in pixels at a text size of 100 %.
CAPTION, BODY, SECTION, TITLE, PAGE_TITLE, TIMER = 12, 14, 16, 20, 28, 56
"""Text sizes; nothing is set in another one."""
GAP = 4
"""Every distance is a multiple of it: 4, 8, 12, 16, 24, 32."""
MARGIN = 32
"""Around a page."""
CONTROL_RADIUS, CARD_RADIUS = 8, 10
CONTROL_HEIGHT, LIVE_CONTROL_HEIGHT = 32, 44
RAIL_WIDTH = 88
TEXT_PERCENTS = (100, 110, 125, 150)
"""Text sizes a person can choose."""
WINDOW, SMALLEST_WINDOW = (1180, 760), (900, 600)


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours, 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
