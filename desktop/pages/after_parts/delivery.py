"""How the answers were spoken: a row a figure, each with where it can be heard. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import SectionHeading
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import DeliveryRow, DeliveryTable
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Line
from desktop.widgets.moments import TimeButton

_TITLE_SHARE, _VALUE_SHARE = 2, 3


def delivery_section(table: DeliveryTable, play: Callable[[float], None], listen: Callable[[], None]) -> QWidget:
    """The figures; `listen` is called when they are wanted and not there."""
    section = QWidget()
    section.setObjectName("after_delivery")
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Line())
    column.addSpacing(8)
    column.addWidget(SectionHeading(tr("Delivery")))
    column.addLayout(_rows(table.rows, play))
    if table.unheard:
        column.addWidget(wrapped(_why(table), tone="muted", name="delivery_unheard"))
        button = Button(tr("Listen to how I spoke"), "delivery_listen", symbol="headphones")
        button.clicked.connect(listen)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    if table.remark:
        column.addWidget(wrapped(table.remark, tone="muted", name="delivery_remark"))
    return section


def _why(table: DeliveryTable) -> str:
    if table.rows:
        return tr("Not all answers were listened to yet.")
    return tr("Pace, pauses, fillers and pitch take a second hearing of your answers. It runs on this computer.")


def _rows(rows: Sequence[DeliveryRow], play: Callable[[float], None]) -> QGridLayout:
    """Titles, figures and moments, each in a column of its own."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, _TITLE_SHARE)
    grid.setColumnStretch(1, _VALUE_SHARE)
    for number, row in enumerate(rows):
        title = wrapped(row.title, name=f"delivery_{row.id}_title")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(wrapped(row.value, bold=True, name=f"delivery_{row.id}_value"))
        if row.note:
            texts.addWidget(wrapped(row.note, size=tokens.CAPTION, tone="muted", name=f"delivery_{row.id}_note"))
        figure = QWidget()
        figure.setLayout(texts)
        texts.setContentsMargins(0, 0, 0, 0)
        for widget in (title, figure):
            widget.setToolTip(row.how)
            widget.setAccessibleDescription(row.how)
        middle = Qt.AlignmentFlag.AlignVCenter
        grid.setRowMinimumHeight(number, look().size(tokens.CONTROL_HEIGHT))
        grid.addWidget(title, number, 0, middle)
        grid.addWidget(figure, number, 1, middle)
        if row.at is not None:
            button = TimeButton(f"delivery_{row.id}_play", row.at, size=tokens.CAPTION)
            button.wanted.connect(play)
            grid.addWidget(button, number, 2, middle)
    return grid
