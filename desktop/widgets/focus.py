"""The focus ring: 2 px wide, 2 px away, round the widget that has the keyboard. One for the whole window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QPushButton,
    QStyle,
    QWidget,
)

from desktop.theme.look import look

AWAY = 4
"""The ring's outer edge from the widget's."""
RINGED = (QPushButton, QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView, QAbstractSlider)


class RoomForRing(QProxyStyle):
    """Fusion, but the focus frame stands off. For the ring alone: Qt asks a style thousands of times for a window."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(self, metric: QStyle.PixelMetric, option: object = None, widget: QWidget | None = None) -> int:
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return AWAY
        return super().pixelMetric(metric, option, widget)  # type: ignore[arg-type]

    def styleHint(
        self, hint: QStyle.StyleHint, option: object = None, widget: QWidget | None = None, data: object = None
    ) -> int:
        if hint is QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1  # else whatever the control stands in cuts the ring off
        return super().styleHint(hint, option, widget, data)  # type: ignore[arg-type]


class FocusRing(QFocusFrame):
    """Follows the keyboard through a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus_ring")
        self._room = RoomForRing()
        self.setStyle(self._room)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._window = window
        self.hide()  # else it is shown with the window, round nothing
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look().colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        here = new is not None and new.window() is self._window
        self.setWidget(new if here and _wants_ring(new) else None)  # type: ignore[arg-type]
        if self.widget() is None:
            self.hide()


def _wants_ring(widget: QWidget | None) -> bool:
    """Controls do, unless their property `no_ring` is set; others do when `ring` is."""
    if isinstance(widget, RINGED):
        return not widget.property("no_ring")
    return widget is not None and bool(widget.property("ring"))
