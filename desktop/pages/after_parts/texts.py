"""Text that wraps, as high as its lines are at the width there is. GUI thread.

A page that scrolls asks for the height by the width. A label that insists on the height of its preferred width would
leave the page too long.
"""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.plain import PlainLabel

_LINE = 18


def wrapped(
    text: str = "",
    *,
    size: int = tokens.BODY,
    bold: bool = False,
    tone: str = "",
    name: str = "",
    beside_button: bool = False,
) -> PlainLabel:
    """A label that wraps. `beside_button`: its first line is level with a button at the top of the same row."""
    label = PlainLabel(text, size=size, bold=bold, tone=tone, wrap=True, name=name)
    policy = label.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    label.setSizePolicy(policy)
    if beside_button:
        above = (look().size(tokens.CONTROL_HEIGHT) - look().size(_LINE)) // 2
        label.setContentsMargins(0, above, 0, above)
    return label
