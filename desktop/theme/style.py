"""The one style sheet, made from the table of colours. Colour, border, radius and padding only; fonts are QFonts. Pure.

Widgets choose their look by the dynamic property `kind` (buttons: primary, secondary, quiet, danger, checked) or by
their class; `desktop/widgets` sets it.
"""

from __future__ import annotations

from collections.abc import Callable

from assets import resource
from desktop.theme.tokens import Tokens

Size = Callable[[int], int]


def make_style(t: Tokens, size: Size) -> str:
    """The style sheet of a theme; `size` scales what text decides."""
    return "\n".join((_grounds(t), _buttons(t, size), _fields(t, size), _lists(t), _bars(t), _banners(t)))


def _grounds(t: Tokens) -> str:
    return f"""
QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border}; padding: 4px 8px; }}
QDialog {{ background: {t.surface}; border: 1px solid {t.border}; }}
QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 10px; }}
QFrame[kind="card"][current="true"] {{ border-color: {t.accent}; }}
QFrame[kind="surface"] {{ background: {t.surface}; border: 0; }}
QFrame[kind="line"] {{ background: {t.line}; border: 0; }}
QFrame[kind="rail"] {{ background: {t.bg}; border: 0; border-right: 1px solid {t.line}; }}
QFrame[kind="chip"] {{ background: {t.sunken}; border: 0; border-radius: 10px; }}
QFrame[kind="groove"] {{ background: {t.sunken}; border: 0; border-radius: 8px; }}
QFrame[kind="quotation"] {{ background: transparent; border: 0; border-left: 2px solid {t.accent}; }}
QLabel {{ background: transparent; }}
QLabel[tone="muted"] {{ color: {t.muted}; }}
QLabel[tone="accent"] {{ color: {t.accent}; }}
QLabel[tone="good"] {{ color: {t.good}; }}
QLabel[tone="warn"] {{ color: {t.warn}; }}
QLabel[tone="bad"] {{ color: {t.bad}; }}
QLabel[kind="keycap"] {{ border: 1px solid {t.line}; border-radius: 4px; padding: 0 5px; color: {t.muted}; }}
QScrollArea, QScrollArea > QWidget > QWidget[kind="scrolled"] {{ background: transparent; border: 0; }}
QSplitter::handle {{ background: {t.line}; }}
"""


def _buttons(t: Tokens, size: Size) -> str:
    height = size(32) - 2
    live = size(44) - 2
    return f"""
QPushButton {{ border: 1px solid {t.border}; border-radius: 8px; padding: 0 12px; min-height: {height}px;
  background: {t.surface}; color: {t.text}; }}
QPushButton[live="true"] {{ min-height: {live}px; padding: 0 16px; }}
QPushButton:hover {{ background: {t.sunken}; }}
QPushButton:pressed {{ background: {t.track}; }}
QPushButton:disabled {{ color: {t.muted}; border-color: {t.line}; background: transparent; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
  font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {_mixed(t.accent, t.text, 0.12)}; }}
QPushButton[kind="primary"]:pressed {{ background: {_mixed(t.accent, t.text, 0.24)}; }}
QPushButton[kind="primary"]:disabled {{ background: transparent; color: {t.muted}; border-color: {t.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; color: {t.accent}; border-color: transparent; }}
QPushButton[kind="quiet"]:hover {{ background: {t.atint}; }}
QPushButton[kind="quiet"]:pressed {{ background: {t.sunken}; }}
QPushButton[kind="quiet"]:disabled {{ color: {t.muted}; }}
QPushButton[kind="plain"] {{ background: transparent; color: {t.text}; border-color: transparent; }}
QPushButton[kind="plain"]:hover {{ background: {t.sunken}; }}
QPushButton[kind="danger"] {{ background: transparent; color: {t.bad}; border-color: transparent; }}
QPushButton[kind="danger"]:hover {{ background: {t.btint}; }}
QPushButton:checked, QPushButton[kind="checked"] {{ background: {t.atint}; color: {t.accent};
  border-color: {t.accent}; font-weight: 600; }}
QPushButton[kind="segment"] {{ background: transparent; border: 1px solid transparent; border-radius: 6px;
  color: {t.muted}; min-height: {size(28) - 2}px; padding: 0 3px; }}
QPushButton[kind="segment"]:hover {{ color: {t.text}; }}
QPushButton[kind="segment"]:checked {{ background: {t.surface}; border-color: {t.border}; color: {t.text}; }}
QPushButton[kind="rail"] {{ background: transparent; border: 0; border-radius: 8px; padding: 0; color: {t.muted}; }}
QPushButton[kind="rail"]:hover {{ background: {t.sunken}; }}
QPushButton[kind="rail"]:checked {{ background: {t.atint}; color: {t.accent}; font-weight: 600; }}
QPushButton[kind="row"] {{ background: transparent; border: 0; border-radius: 0; padding: 0; text-align: left; }}
QPushButton[kind="row"]:hover {{ background: {t.sunken}; }}
"""


def _fields(t: Tokens, size: Size) -> str:
    height = size(32) - 2
    arrow = _icon("arrow", t)
    return f"""
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QKeySequenceEdit QLineEdit {{ border: 1px solid {t.border};
  border-radius: 8px; padding: 0 12px; min-height: {height}px; background: {t.surface}; color: {t.text};
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ color: {t.muted}; border-color: {t.line};
  background: transparent; }}
QPlainTextEdit {{ border: 1px solid {t.border}; border-radius: 8px; padding: 8px; background: {t.surface};
  color: {t.text}; selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QPlainTextEdit[kind="bare"], QTextEdit[kind="bare"] {{ border: 0; border-radius: 0; padding: 0;
  background: transparent; }}
QComboBox::drop-down {{ border: 0; width: 32px; }}
QComboBox::down-arrow {{ image: url({arrow}); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{ background: {t.surface}; border: 1px solid {t.border}; padding: 4px;
  selection-background-color: {t.atint}; selection-color: {t.text}; outline: 0; }}
QCheckBox, QRadioButton {{ spacing: 8px; min-height: {height}px; background: transparent; }}
"""


def _lists(t: Tokens) -> str:
    return f"""
QMenu {{ background: {t.surface}; border: 1px solid {t.border}; padding: 4px; }}
QMenu::item {{ padding: 8px 24px 8px 8px; border-radius: 6px; color: {t.text}; }}
QMenu::item:selected {{ background: {t.atint}; }}
QMenu::indicator {{ width: 16px; height: 16px; margin: 0 4px; }}
QMenu::indicator:checked {{ image: url({_icon("tick", t)}); }}
QMenu::indicator:unchecked {{ image: none; }}
QListView, QTableView, QTreeView {{ background: transparent; border: 0; outline: 0; }}
QTableView, QTreeView {{ gridline-color: {t.line}; alternate-background-color: {t.surface}; }}
QListView::item:selected, QTableView::item:selected, QTreeView::item:selected {{ background: {t.atint};
  color: {t.text}; }}
QHeaderView::section {{ background: transparent; color: {t.muted}; border: 0; border-bottom: 1px solid {t.line};
  padding: 4px 8px; font-weight: 600; }}
"""


def _bars(t: Tokens) -> str:
    return f"""
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {t.track}; border: 3px solid transparent; border-radius: 6px; min-height: 32px;
  min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.border}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {t.track}; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; }}
QProgressBar::chunk {{ background: {t.data}; border-radius: 4px; }}
"""


def _banners(t: Tokens) -> str:
    tones = (("good", t.gtint, t.good), ("warn", t.wtint, t.warn), ("bad", t.btint, t.bad), ("info", t.atint, t.accent))
    return "\n".join(
        f'QFrame[kind="banner"][tone="{tone}"] {{ background: {ground}; border: 1px solid {edge};'
        f" border-radius: 8px; }}"
        for tone, ground, edge in tones
    )


def _icon(name: str, t: Tokens) -> str:
    """Two files, since a style sheet can neither colour an icon nor be handed one."""
    return resource("icons", f"{name}-{'dark' if t.dark else 'light'}.svg").as_posix()


def _mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` of `other` in it."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02X}" for one, two in pairs)
