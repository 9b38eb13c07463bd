"""Which remarks to show: by kind, by what they are about, by who made them, and those that were hidden. GUI thread.

Signals of `Filters`: `changed(Filter)`, when a person chooses.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from desktop.language import tr
from desktop.replay.annotated import kind_word, maker_words
from desktop.replay.shown import Filter, Shown
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.combo import Combo
from desktop.widgets.flow import Flow
from desktop.widgets.kind_chip import KindChip
from interviewer.review.annotations import Kind
from interviewer.review.values import Maker

_WIDEST, _GAP = 168, 6


class FilterRoom(QScrollArea):
    """Filters, which scroll where there is less room than they need."""

    def __init__(self, filters: Filters, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("remark_filters_room")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self._filters = filters
        self.setWidget(filters)
        filters.setAutoFillBackground(False)

    def fit(self, width: int, most: int) -> None:
        """As high as they are in a width, but no higher than `most`; no room for none."""
        self._filters.share_line(width)
        self.setFixedHeight(max(0, min(self._filters.heightForWidth(width), most)))
        self.setVisible(not self._filters.isHidden())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What is tabbed to comes into view."""
        moved = super().focusNextPrevChild(forward)
        if (inside := self._filters.focusWidget()) is not None:
            self.ensureWidgetVisible(inside, 0, _GAP)
        return moved


class Filters(QWidget):
    """Chips and two lists of choices; what there is nothing of is not offered."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("remark_filters")
        self.setAccessibleName(tr("Which annotations are shown"))
        self._filter = Filter()
        self._folded = self._something = False
        self._titles: tuple[str, ...] = ()
        self._makers: tuple[Maker, ...] = ()
        self.all = Button("", "chip_all", checkable=True)
        self.all.clicked.connect(lambda: self._choose(replace(self._filter, kinds=frozenset())))
        self.chips = {kind: KindChip(kind.value, kind_word(kind)) for kind in Kind}
        for kind, chip in self.chips.items():
            chip.clicked.connect(lambda _checked=False, kind=kind: self._choose(self._filter.toggled(kind)))
        self.hidden = Button("0", "chip_hidden", symbol="eye-off", checkable=True, tip=tr("Hidden"))
        self.hidden.clicked.connect(lambda on: self._choose(replace(self._filter, hidden=on)))
        self.titles = _Choice("remark_titles", tr("What they are about"))
        self.titles.activated.connect(lambda _at: self._choose(replace(self._filter, title=self.titles.currentData())))
        self.makers = _Choice("remark_makers", tr("Who made them"))
        self.makers.activated.connect(lambda at: self._choose(replace(self._filter, made_by=(None, *self._makers)[at])))
        flow = self._flow = Flow(self, spacing=_GAP)
        for widget in (self.all, *self.chips.values(), self.hidden, self.titles, self.makers):
            flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_counts(Shown())

    def hold_titles(self, held: bool) -> None:
        """Whether the choice of what they are about stands among the chips, or somewhere else."""
        if held == (self._flow.indexOf(self.titles) >= 0):
            return
        if held:
            self._flow.addWidget(self.titles)
        else:
            self._flow.removeWidget(self.titles)

    @property
    def filter(self) -> Filter:
        return self._filter

    def clear(self) -> None:
        """Everything is wanted again; nobody is told."""
        self._filter = Filter()

    def show_counts(self, shown: Shown) -> None:
        """How many there are of each."""
        total = sum(shown.counts.values())
        self.all.set_label(tr("All {n}", n=total))
        self.all.setChecked(not self._filter.kinds)
        for kind, chip in self.chips.items():
            chip.show_count(shown.counts.get(kind, 0))
            chip.setChecked(kind in self._filter.kinds)
            chip.setVisible(kind in shown.counts)
        self.hidden.set_label(str(shown.hidden))
        self.hidden.setAccessibleName(tr("Hidden, {n}", n=shown.hidden))
        self.hidden.setChecked(self._filter.hidden)
        self.hidden.setVisible(shown.hidden > 0 or self._filter.hidden)
        self._show_titles(shown)
        self._show_makers(shown)
        self._something = bool(total or shown.hidden)
        self._show()

    def fold(self, folded: bool) -> None:
        """Whether there is too little room to show them."""
        self._folded = folded
        self._show()

    def _show(self) -> None:
        self.setVisible((self._something or self._filter != Filter()) and not self._folded)

    def share_line(self, width: int) -> None:
        """Have both choices in one line of this width."""
        half = (width - _GAP) // 2
        for choice in (self.titles, self.makers):
            choice.setMaximumWidth(max(choice.minimumSizeHint().width(), half))

    def _show_titles(self, shown: Shown) -> None:
        titles = shown.titles if not self._filter.title or self._filter.title in shown.titles else self._titles
        if titles != self._titles:
            self._titles = titles
            self.titles.clear()
            self.titles.addItem(tr("All dimensions"), "")
            for title in titles:
                self.titles.addItem(title, title)
        self.titles.choose(self._filter.title)
        self.titles.setVisible(len(titles) > 1)

    def _show_makers(self, shown: Shown) -> None:
        if shown.makers != self._makers:
            self._makers = shown.makers
            self.makers.clear()
            self.makers.addItem(tr("All reviewers"))
            for maker in shown.makers:
                self.makers.addItem(maker_words(maker))
        chosen = self._filter.made_by
        self.makers.setCurrentIndex(0 if chosen is None else 1 + self._makers.index(chosen))
        self.makers.setVisible(len(self._makers) > 1)

    def _choose(self, wanted: Filter) -> None:
        self._filter = wanted
        self.changed.emit(wanted)


class _Choice(Combo):
    """No wider than there is room: a long choice is cut with an ellipsis."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), look().size(_WIDEST)), hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().size(96), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        options: Any = option
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width() - 6
        options.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
