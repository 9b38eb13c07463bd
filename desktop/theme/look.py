"""Makes Qt follow the table of colours: palette, style sheet and fonts from one place. GUI thread.

`Look.changed` is emitted after a theme or text size has taken hold; whoever paints by hand or caches pixmaps listens.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.theme import tokens
from desktop.theme.style import make_style
from desktop.theme.tokens import TOKENS, Theme, Tokens

Role = QPalette.ColorRole

_ROLES = {
    Role.Window: "bg",
    Role.WindowText: "text",
    Role.Base: "surface",
    Role.AlternateBase: "sunken",
    Role.Text: "text",
    Role.Button: "surface",
    Role.ButtonText: "text",
    Role.BrightText: "bad",
    Role.ToolTipBase: "surface",
    Role.ToolTipText: "text",
    Role.PlaceholderText: "muted",
    Role.Link: "accent",
    Role.LinkVisited: "accent",
    Role.Highlight: "accent",
    Role.HighlightedText: "on_accent",
    Role.Accent: "accent",
    Role.Light: "surface",
    Role.Midlight: "line",
    Role.Mid: "border",
    Role.Dark: "border",
    Role.Shadow: "line",
}


class Look(QObject):
    """The look of the running program.

    Signals: `changed()` after colours or text size are other ones.
    """

    changed = Signal()
    _current: ClassVar[Look]

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        Look._current = self
        self._app = app
        self._theme = Theme.SYSTEM
        self._percent = 100
        self.reduced_motion = False
        """No animation at all; else none takes longer than 150 ms."""
        self.tokens: Tokens = tokens.LIGHT
        self._family = app.font().families()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    def use(self, theme: Theme, text_percent: int, *, reduced_motion: bool = False) -> None:
        """Take on a theme and a text size. Emits `changed`."""
        self._theme, self._percent, self.reduced_motion = theme, text_percent, reduced_motion
        self.tokens = TOKENS[theme] if theme is not Theme.SYSTEM else _system_tokens()
        self._app.setFont(self.font())
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(make_style(self.tokens, self.size))
        self.changed.emit()

    def size(self, pixels: int) -> int:
        """A text size or a height that text decides, at the text size in use."""
        return round(pixels * self._percent / 100)

    def font(self, pixels: int = tokens.BODY, *, bold: bool = False) -> QFont:
        """The system's font with figures of one width, `pixels` high at 100 %."""
        font = QFont(self._app.font())
        font.setPixelSize(self.size(pixels))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def colour(self, name: str) -> QColor:
        """A colour of the theme by its name in `Tokens`."""
        return QColor(getattr(self.tokens, name))

    @Slot()
    def _system_changed(self) -> None:
        if self._theme is Theme.SYSTEM:
            self.use(self._theme, self._percent, reduced_motion=self.reduced_motion)


def look() -> Look:
    """The look of the running application; there is one, made in `desktop/app.py` before any widget."""
    return Look._current


def restyle(widget: QWidget) -> None:
    """Have the style sheet look again after a property of the widget was changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _system_tokens() -> Tokens:
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    high = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
    if high:
        return tokens.CONTRAST_DARK if dark else tokens.CONTRAST_LIGHT
    return tokens.DARK if dark else tokens.LIGHT


def _palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(getattr(colours, name)))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    palette.setColor(QPalette.ColorGroup.Disabled, Role.Highlight, QColor(colours.track))
    return palette
