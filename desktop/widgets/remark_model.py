"""Remarks as a Qt list model: one row a remark, said whole to a screen reader. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.replay.annotated import in_words, kind_word
from desktop.widgets.times import spoken_text
from interviewer.review.annotations import Annotation
from interviewer.review.stances import Stance, Stances

AnyIndex = QModelIndex | QPersistentModelIndex


class RemarksModel(QAbstractListModel):
    """Rows in the order they are given in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Annotation, ...] = ()
        self._stances = Stances()

    @property
    def rows(self) -> tuple[Annotation, ...]:
        return self._rows

    def show(self, rows: Sequence[Annotation], stances: Stances) -> None:
        """Show these rows and no others; where only their texts are others, views keep what is open."""
        rows, self._stances = tuple(rows), stances
        if [one.id for one in rows] == [one.id for one in self._rows]:
            before, self._rows = self._rows, rows
            for number, (one, was) in enumerate(zip(rows, before, strict=True)):
                if one != was:
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def stance(self, row: int) -> Stance | None:
        return self._stances.of(self._rows[row])

    def place(self, remark: str) -> int:
        """The row of a remark by its id; -1 for none."""
        return next((number for number, one in enumerate(self._rows) if one.id == remark), -1)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        one = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.title or kind_word(one.kind)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return in_words(one, spoken_text(one.start), self._stances.of(one))
        return None
