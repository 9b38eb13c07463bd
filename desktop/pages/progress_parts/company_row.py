"""One company of the board: name, date, rounds ready; a button that opens its form. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QStaticText, QTextOption
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desktop.language import tr
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.painting import LEFT, RIGHT, width_of, words

ROW_HEIGHT = 32
_GAP, _CHECK, _LINE = 12, 16, 20


class CompanyRow(QPushButton):
    """Name, date and count in one line; where there is no room for that in two or three, the name whole."""

    def __init__(self, company_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"company_{company_id}")
        self.setProperty("kind", "row")
        self.setAutoDefault(False)
        self.company_id = company_id
        self._name = self._day = self._count = ""
        self._ready = False
        self._middle = 0.0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self.updateGeometry)

    def show_company(self, name: str, day: str, count: str, *, ready: bool, said: str) -> None:
        """Show texts. `said`: the row as a screen reader says it."""
        self._name, self._day, self._count, self._ready = name, day, count, ready
        self.setAccessibleName(said)
        self.setToolTip(tr("Change"))
        self.updateGeometry()
        self.update()

    @property
    def texts(self) -> tuple[str, str, str]:
        """Name, date and count."""
        return self._name, self._day, self._count

    def align(self, middle: float) -> None:
        """Have the date begin where those of other rows do, so far from the left."""
        if middle != self._middle:
            self._middle = middle
            self.updateGeometry()
            self.update()

    def day_width(self) -> float:
        """How wide date and count are, with their gaps."""
        count = width_of(self._count, look().font(bold=True)) + look().size(_CHECK) + 4
        return width_of(self._day, look().font()) + count + 2 * _GAP

    def name_width(self) -> float:
        return width_of(self._name, look().font(bold=True)) + 1

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, look().size(ROW_HEIGHT))

    def heightForWidth(self, width: int) -> int:
        if self._fits():
            return look().size(ROW_HEIGHT)
        lines = 1 if self.day_width() <= width + _GAP else 2
        return round(self._name_height(width)) + lines * look().size(_LINE) + 12

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        bold, width = look().font(bold=True), float(self.width())
        if self._fits():
            words(painter, QRectF(0, 0, width, self.height()), self._name, bold, "text", LEFT)
            line, left = QRectF(0, 0, width, self.height()), self._middle
        else:
            height = self._name_height(self.width())
            painter.setFont(bold)
            painter.setPen(look().colour("text"))
            painter.drawStaticText(QPointF(0, 6), self._laid_out(width))
            line, left = QRectF(0, 6 + height, width, look().size(_LINE)), 0.0
        words(painter, line.adjusted(left, 0, 0, 0), self._day, look().font(), "muted", LEFT)
        if not self._fits() and self.day_width() > width + _GAP:
            line = line.translated(0, look().size(_LINE))
        font = look().font(bold=self._ready)
        words(painter, line, self._count, font, "good" if self._ready else "muted", RIGHT)
        if self._ready:
            side = look().size(_CHECK)
            at = width - width_of(self._count, font) - 6 - side
            paint_icon(painter, "check", QRectF(at, line.center().y() - side / 2, side, side), look().tokens.good)

    def _fits(self) -> bool:
        """Whether the name ends before the date begins."""
        return self.name_width() + _GAP <= self._middle

    def _name_height(self, width: int) -> float:
        return self._laid_out(width).size().height()

    def _laid_out(self, width: float) -> QStaticText:
        """The name in lines of a width, broken between words, and inside one only where it is wider than that."""
        text = QStaticText(self._name)
        text.setTextFormat(Qt.TextFormat.PlainText)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        text.setTextOption(option)
        text.setTextWidth(max(40.0, width))
        text.prepare(font=look().font(bold=True))
        return text
