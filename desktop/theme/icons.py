"""Icons: Lucide's one-colour SVGs (ISC, licence in `assets/icons`), painted in a colour of the theme. GUI thread."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from assets import resource
from desktop.theme.look import look

STROKE = "1.75"
"""Width of a line in a square of 24."""


@cache
def _source(name: str) -> str:
    return (
        resource("icons", f"{name}.svg")
        .read_text(encoding="utf-8")
        .replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    )


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def paint_icon(painter: QPainter, name: str, rect: QRectF, colour: str) -> None:
    """Paint an icon into a square; `colour` is `#rrggbb`."""
    _renderer(name, colour).render(painter, rect)


class _Engine(QIconEngine):
    """Paints at the size that is asked for, in the theme of the moment; a pixmap is never scaled."""

    def __init__(self, name: str, tone: str, checked: str) -> None:
        super().__init__()
        self._name, self._tone, self._checked = name, tone, checked

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        tone = "muted" if mode is QIcon.Mode.Disabled else self._checked if state is QIcon.State.On else self._tone
        paint_icon(painter, self._name, QRectF(rect), getattr(look().tokens, tone))  # type: ignore[call-overload]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._tone, self._checked)


def icon(name: str, tone: str = "text", *, checked: str = "") -> QIcon:
    """An icon by its Lucide name in a colour by its token; `checked`: its colour while it is on."""
    return QIcon(_Engine(name, tone, checked or tone))
