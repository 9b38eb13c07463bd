"""What stands where no annotation is shown. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme.look import look
from desktop.widgets.plain import PlainLabel


class NothingShown(QWidget):
    """Where nothing is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look().size(8), 0, 0)
        column.setSpacing(4)
        self._what = PlainLabel(bold=True, wrap=True, name="annotations_empty")
        self._why = PlainLabel(tone="muted", wrap=True)
        for label in (self._what, self._why):
            column.addWidget(label)
        column.addStretch(1)

    def tell(self, *, nothing: bool, filtered: bool) -> None:
        """Nothing is there, or nothing of what is wanted."""
        if nothing:
            self._what.setText(tr("No annotations yet."))
            why = tr("A note keeps a moment and what you think of it; the sound plays on while you write. ")
            self._why.setText(why + tr("A review on the After page puts its remarks here, too."))
        else:
            self._what.setText(tr("Nothing here is of that kind."))
            self._why.setText(tr("“All” shows everything again."))
        self.setVisible(nothing or filtered)
