"""A small window for the tests of the harness that drives the real one: `python -m tests.support.toy_window`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

COLOUR = (200, 30, 60)
"""Red, green and blue of the patch."""
FILE_NAME = "hotseat.jsonl"


class ToyWindow(QMainWindow):
    """One widget of each kind; the label `state` says what was done last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("toy")
        self.setWindowTitle("Toy")
        self._state, self._extra = QLabel("idle"), QPushButton("Extra")
        start, remove, ask = (QPushButton(text) for text in ("Start", "Remove", "Ask"))
        start.clicked.connect(self._start)
        remove.clicked.connect(self._remove)
        ask.clicked.connect(self._ask)
        disabled, hidden = QPushButton("Disabled"), QPushButton("Hidden")
        disabled.setEnabled(False)
        slider = QSlider()
        slider.setAccessibleName("Level")
        slider.valueChanged.connect(lambda value: self._state.setText(f"level {value}"))
        voice, items = QComboBox(), QListWidget()
        voice.addItems(["one", "two", "three", "four"])
        items.addItems(["first", "second"])
        items.itemClicked.connect(lambda item: self._state.setText(f"clicked {item.text()}"))
        layout = QVBoxLayout()
        for widget, name in (
            (start, "start"), (remove, "remove"), (ask, "ask"), (disabled, "disabled"), (hidden, "hidden"),
            (slider, "level"), (QLineEdit(), "answer"), (voice, "voice"), (items, "items"), (_patch(), "patch"),
            (self._state, "state"), (self._extra, "extra"),
        ):  # fmt: skip
            widget.setObjectName(name)
            layout.addWidget(widget)
        hidden.hide()
        content = QWidget()
        content.setLayout(layout)
        self.setCentralWidget(content)
        QShortcut(QKeySequence("Ctrl+Return"), self, lambda: self._state.setText("shortcut"))

    def _start(self) -> None:
        self._state.setText("running")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._state, "Listening"))

    def _remove(self) -> None:
        self._extra.deleteLater()

    def _ask(self) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, "Ask", "Sure?", QMessageBox.StandardButton.Yes, self)
        box.finished.connect(lambda _: self._state.setText("answered"))
        box.open()


def _patch() -> QFrame:
    patch = QFrame()
    patch.setMinimumHeight(40)
    palette = patch.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(*COLOUR))
    patch.setPalette(palette)
    patch.setAutoFillBackground(True)
    return patch


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--refuse", action="store_true", help="end without a window")
    arguments = parser.parse_args()
    if arguments.refuse:
        raise SystemExit("no luck today")
    logs = arguments.data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    lines = ({"level": level, "message": f"a line of {level}"} for level in ("INFO", "WARNING"))
    (logs / FILE_NAME).write_text("".join(json.dumps(line) + "\n" for line in lines))
    app = QApplication([])
    window = ToyWindow()
    window.resize(500, 600)
    window.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
