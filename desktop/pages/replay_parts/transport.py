"""Play, 5 seconds back and on, where it is, how fast, loop, and whether silence is skipped and the text follows.

GUI thread. Signals of `Transport`: `play_wanted()`, `moved(float)` by so many seconds, `speed_chosen(float)`,
`loop_chosen(bool)`, `curves_chosen(bool)`, `skip_chosen(bool)`, `follow_chosen(bool)`.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.painting import smooth
from desktop.widgets.plain import ElidedLabel, PlainLabel
from desktop.widgets.times import clock_text

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
STEP_SECONDS = 5.0
_DISC, _ICON = 44, 20


class PlayDisc(IconButton):
    """The round button that plays and pauses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("play", tr("Play"), "replay_play", kind="primary", parent=parent)
        self.setProperty("live", True)

    def sizeHint(self) -> QSize:
        return QSize(look().size(_DISC), look().size(_DISC))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        enabled = self.isEnabled()
        painter.setPen(look().colour("accent" if enabled else "line"))
        painter.setBrush(look().colour("accent") if enabled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        side = look().size(_ICON)
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        colours = look().tokens
        paint_icon(painter, self._symbol, rect, colours.on_accent if enabled else colours.muted)


class Transport(QWidget):
    """The row above the waveform; in two rows where there is no room for one."""

    play_wanted = Signal()
    moved = Signal(float)
    speed_chosen = Signal(float)
    loop_chosen = Signal(bool)
    curves_chosen = Signal(bool)
    skip_chosen = Signal(bool)
    follow_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.disc = PlayDisc()
        self.disc.clicked.connect(self.play_wanted)
        self.back = Button(tr("5 s"), "replay_5_back", kind="plain", symbol="rotate-ccw", tip=tr("5 seconds back"))
        self.forward = Button(tr("5 s"), "replay_5_on", kind="plain", symbol="rotate-cw", tip=tr("5 seconds on"))
        for button, name, step in (
            (self.back, tr("5 seconds back"), -STEP_SECONDS),
            (self.forward, tr("5 seconds on"), STEP_SECONDS),
        ):
            button.setAccessibleName(name)
            button.clicked.connect(lambda _checked=False, step=step: self.moved.emit(step))
        self.time = PlainLabel("0:00", size=tokens.TITLE, bold=True, name="replay_time")
        self.detail = ElidedLabel(tone="muted", name="replay_time_detail", least=80)
        self.speed = _speeds()
        self.speed.currentIndexChanged.connect(lambda number: self.speed_chosen.emit(SPEEDS[number]))
        tip = tr("Pace and loudness under the waveform")
        self.curves = IconButton("chart-line", tip, "replay_curves", kind="secondary")
        self.curves.setCheckable(True)
        self.curves.clicked.connect(self.curves_chosen)
        self.loop = Button(tr("Loop"), "replay_loop", symbol="repeat", checkable=True, tip=_loop_tip())
        self.loop.clicked.connect(self.loop_chosen)
        self.skip = Button(tr("Skip silence"), "replay_skip", symbol="fast-forward", checkable=True, tip=_skip_tip())
        self.skip.toggled.connect(self.skip_chosen)
        tip = tr("Scroll the transcript with the sound")
        self.follow = Button(tr("Follow"), "replay_follow", symbol="check", checkable=True, tip=tip)
        self.follow.setChecked(True)
        self.follow.toggled.connect(self.follow_chosen)
        self._lay_out()
        look().changed.connect(self._measure)

    def _lay_out(self) -> None:
        left, right = QHBoxLayout(), QHBoxLayout()
        for row in (left, right):
            row.setSpacing(8)
        for part in (self.disc, self.back, self.forward, self.time):
            left.addWidget(part)
        left.addWidget(self.detail, 1)
        right.addStretch(1)
        for widget in (self.curves, self.speed, self.loop, self.skip, self.follow):
            right.addWidget(widget)
        self._left, self._right = QWidget(), QWidget()
        self._left.setLayout(left)
        self._right.setLayout(right)
        for row in (left, right):
            row.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self._left, 0, 0)
        self._grid.addWidget(self._right, 0, 1)
        self._measure()

    # -- what it shows

    def show_time(self, seconds: float, all_seconds: float, phase: str, remark: str = "") -> None:
        """Where it is; `remark` stands behind it."""
        self.time.setText(clock_text(seconds))
        parts = [tr("of {time}", time=clock_text(all_seconds)), phase, remark]
        self.detail.setText(" · ".join(part for part in parts if part))

    def set_length(self, seconds: float) -> None:
        """Give the time the room of the longest one, so that nothing beside it moves."""
        self._longest = clock_text(seconds)
        self._measure()

    _longest = "00:00"

    def show_playing(self, playing: bool) -> None:
        self.disc.set_meaning("pause" if playing else "play", tr("Pause") if playing else tr("Play"))

    def set_usable(self, usable: bool, why: str = "") -> None:
        """Whether there is anything to play; `why` not."""
        self.disc.setEnabled(usable)
        self.disc.setToolTip(self.disc.accessibleName() if usable else why)
        self.speed.setEnabled(usable)
        self.speed.setToolTip(_speed_tip() if usable else why)
        self.loop.setEnabled(usable)
        self.loop.setToolTip(_loop_tip() if usable else why)
        self.skip.setEnabled(usable)
        self.skip.setToolTip(_skip_tip() if usable else why)

    def set_curves(self, *, known: bool) -> None:
        """Whether pace and loudness are known."""
        self.curves.setEnabled(known)
        why = tr("Pace and loudness are not known yet. On the After page the answers can be listened to again.")
        self.curves.setToolTip(self.curves.accessibleName() if known else why)

    def step_speed(self, step: int) -> None:
        """Faster or slower by one."""
        self.speed.setCurrentIndex(max(0, min(len(SPEEDS) - 1, self.speed.currentIndex() + step)))

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._grid.activate()

    def _measure(self) -> None:
        metrics = QFontMetrics(look().font(tokens.TITLE, bold=True))
        self.time.setFixedWidth(metrics.horizontalAdvance(self._longest) + 2)
        self._arrange()

    def _arrange(self) -> None:
        least = self._left.minimumSizeHint().width() + self._detail_room() + self._right.sizeHint().width() + 16
        row, column = (0, 1) if least <= self.width() else (1, 0)
        self._grid.removeWidget(self._right)
        self._grid.addWidget(self._right, row, column)

    def _detail_room(self) -> int:
        return look().size(80)


def _speeds() -> QComboBox:
    combo = QComboBox()
    combo.setObjectName("replay_speed")
    combo.setAccessibleName(tr("Speed"))
    combo.setToolTip(_speed_tip())
    for speed in SPEEDS:
        combo.addItem(f"{speed:g}×" if speed % 1 else f"{speed:.1f}×", speed)
    combo.setCurrentIndex(SPEEDS.index(1.0))
    combo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    combo.setMinimumWidth(84)
    return combo


def _speed_tip() -> str:
    return tr("Speed; voices keep their pitch")


def _loop_tip() -> str:
    return tr("Play what is selected in the transcript, or the open annotation, over and over")


def _skip_tip() -> str:
    return tr("Jump over pauses of more than a second")
