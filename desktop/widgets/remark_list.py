"""A list of remarks, of which the current one is a widget with everything about it; the others are painted. GUI thread.

Signals of `RemarksView`: those of `RowsView`; `current_changed(str)`, the id of the remark that is open now.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desktop.widgets.remark_model import RemarksModel
from desktop.widgets.remark_row import EDGE, GAP, RemarkDelegate
from desktop.widgets.rows import AnyIndex, RowsView
from interviewer.review.annotations import Annotation


class RemarksView(RowsView):
    """Rows of remarks in the order of the session."""

    current_changed = Signal(str)
    _card: QWidget | None = None

    def __init__(
        self, name: str, title: str, make_card: Callable[[Annotation], QWidget], parent: QWidget | None = None
    ) -> None:
        """`make_card`: the widget of an open remark, whose layout may grow."""
        super().__init__(name, title, parent=parent)
        self.remarks = RemarksModel(self)
        self.setModel(self.remarks)
        self._delegate = RemarkDelegate(self)
        self.setItemDelegate(self._delegate)
        self._make_card = make_card
        self._open = ""
        self._grown = QTimer(self)
        self._grown.setSingleShot(True)
        self._grown.setInterval(0)
        self._grown.timeout.connect(self._measure_card)
        self.remarks.modelReset.connect(self._reset)

    # -- the open one

    @property
    def open_id(self) -> str:
        """Id of the remark that is open; empty for none."""
        return self._open

    @property
    def card(self) -> QWidget | None:
        return self._card

    @property
    def current(self) -> Annotation | None:
        """The remark that is open."""
        row = self.remarks.place(self._open) if self._open else -1
        return self.remarks.rows[row] if row >= 0 else None

    def open_remark(self, remark: str) -> bool:
        """Open a remark by its id and bring it into view; False where it is not shown."""
        row = self.remarks.place(remark)
        if row < 0:
            return False
        self.select_row(row)
        self.scrollTo(self.remarks.index(row), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def close_remark(self) -> None:
        """Nothing is open any more."""
        self.setCurrentIndex(QModelIndex())
        self._close_card()

    def begin_at(self, row: int) -> None:
        """Have a row at the upper edge; -1: the first one."""
        self.scrollToTop()
        if row > 0:
            self.scrollTo(self.remarks.index(row), QAbstractItemView.ScrollHint.PositionAtTop)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        remark = self.remarks.rows[current.row()].id if current.isValid() else ""
        if remark and remark != self._open:
            self._close_card()
            self._open_card(current.row())

    def show_heard(self, row: int, *, follow: bool) -> None:
        """Mark the row that is heard; -1: none. `follow`: and bring it into view."""
        before, self._delegate.heard_row = self._delegate.heard_row, row
        if before == row:
            return
        for changed in (before, row):
            if 0 <= changed < len(self.remarks.rows):
                self.update(self.remarks.index(changed))
        if row >= 0 and follow and not self.hasFocus() and not self._is_written_in():
            self.scrollTo(self.remarks.index(row), QAbstractItemView.ScrollHint.EnsureVisible)

    def _is_written_in(self) -> bool:
        return self._card is not None and _has_keyboard(self._card)

    def _reset(self) -> None:
        """Other rows: what was open stays open, with its keyboard, if it is still there."""
        self._delegate.heard_row = -1
        row = self.remarks.place(self._open) if self._open else -1
        if row < 0:
            self._close_card()
            return
        self._delegate.open_row = row
        self.selectionModel().setCurrentIndex(
            self.remarks.index(row), self.selectionModel().SelectionFlag.ClearAndSelect
        )

    def _open_card(self, row: int) -> None:
        if row < 0:
            return
        one = self.remarks.rows[row]
        self._open = one.id
        card = self._card = self._make_card(one)
        card.setParent(self.viewport())
        card.installEventFilter(self)
        self._delegate.open_row = row
        self._measure_card()
        card.show()
        self.current_changed.emit(self._open)

    def _close_card(self) -> None:
        card, self._card, self._open = self._card, None, ""
        self._delegate.open_row = -1
        if card is not None:
            had = _has_keyboard(card)
            card.removeEventFilter(self)
            card.hide()
            card.deleteLater()
            if had:
                self.setFocus(Qt.FocusReason.MouseFocusReason)  # any other one would open the first row
            self.scheduleDelayedItemsLayout()

    # -- where it is

    def lay_out(self) -> None:
        """Have every row measured again, the open one too."""
        super().lay_out()
        self._grown.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._card and event.type() is QEvent.Type.LayoutRequest:
            self._grown.start()
        return super().eventFilter(watched, event)

    def _measure_card(self) -> None:
        """As high as its texts are in the width there is."""
        if self._card is None:
            return
        width = max(1, self.viewport().width() - 2 * EDGE)
        height = self._card.heightForWidth(width) if self._card.hasHeightForWidth() else 0
        height = max(height, self._card.minimumSizeHint().height() if height <= 0 else 0)
        if height != self._delegate.open_height or self.visualRect(self._open_index()).height() != height + GAP:
            self._delegate.open_height = height
            self.doItemsLayout()
        self._place_card()

    def _open_index(self) -> QModelIndex:
        return self.remarks.index(self._delegate.open_row) if self._delegate.open_row >= 0 else QModelIndex()

    def _place_card(self) -> None:
        if self._card is None or self._delegate.open_row < 0:
            return
        rect = self.visualRect(self._open_index())
        self._card.setGeometry(QRect(rect.left() + EDGE, rect.top(), rect.width() - 2 * EDGE, rect.height() - GAP))

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_card()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_card()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grown.start()

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are keys of the page here, and not looked for among the titles."""
        if event.text().isprintable() and event.text().strip() and not event.modifiers() & _COMMANDS:
            event.ignore()
            return
        super().keyPressEvent(event)


def _has_keyboard(card: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return isinstance(focus, QWidget) and card.isAncestorOf(focus)


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
