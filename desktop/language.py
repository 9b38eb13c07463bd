"""The words of the window in the language of its user. Every text a person reads there comes through `tr`.

Catalogues are gettext's, in `assets/locale`. English stands in the code. The pseudo-locale wraps and lengthens each
text, so that what came past `tr`, or does not fit, is seen. Set once at start, before the first widget.
"""

from __future__ import annotations

import gettext
from pathlib import Path

PSEUDO = "x-pseudo"
"""Name of the pseudo-locale."""
_ACCENTS = str.maketrans("aeiouAEIOUcnyCN", "áéíóúÁÉÍÓÚçñýÇÑ")
_LONGER = 0.35
"""German and Finnish run about a third longer than English (https://www.w3.org/International/articles/article-text-size)."""


class _Speaks:
    """The catalogue in use."""

    catalogue: gettext.NullTranslations = gettext.NullTranslations()


class _Pseudo(gettext.NullTranslations):
    """Every text as `[Ťéxt ···]`, fields kept."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(text: str) -> str:
    """A text as the pseudo-locale has it: accented, a third longer, in brackets; `{fields}` stay as they are."""
    parts, inside = [], False
    for piece in text.replace("{", "\0{").replace("}", "}\0").split("\0"):
        inside = piece.startswith("{")
        parts.append(piece if inside else piece.translate(_ACCENTS))
    filler = "·" * max(1, round(len(text) * _LONGER))
    return f"[{''.join(parts)} {filler}]"


def use_language(name: str, folder: Path) -> None:
    """Have `tr` speak a language, as in "de"; English for one that has no catalogue in `folder`."""
    if name == PSEUDO:
        _Speaks.catalogue = _Pseudo()
    else:
        _Speaks.catalogue = gettext.translation("hotseat", localedir=folder, languages=[name], fallback=True)


def tr(text: str, /, **fields: object) -> str:
    """A text in the user's language, its `{fields}` filled in. `text` is a literal, so that it can be collected."""
    return _filled(_Speaks.catalogue.gettext(text), fields)


def trn(one: str, many: str, number: int, /, **fields: object) -> str:
    """The same for a number of things: `one` for exactly one, else `many`; `{n}` is the number."""
    return _filled(_Speaks.catalogue.ngettext(one, many, number), {"n": number, **fields})


def _filled(text: str, fields: dict[str, object]) -> str:
    return text.format(**fields) if fields else text
