"""Times as the window writes and says them. Pure; no Qt."""

from __future__ import annotations

from desktop.language import tr, trn


def clock_text(seconds: float) -> str:
    """`12:41`, from an hour on `1:02:03`; whole seconds that have gone by, and never less than `0:00`."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def minutes_number(seconds: float) -> str:
    """Minutes as a plan has them, without a word: `8`; half ones as `0.5`."""
    minutes = round(seconds / 60, 1)
    return f"{minutes:g}"


def minutes_text(seconds: float) -> str:
    """Minutes as a plan has them: `35 min`."""
    return tr("{minutes} min", minutes=minutes_number(seconds))


def signed_text(seconds: float) -> str:
    """A difference: `+2:20`, `−0:50`; `0:00` has no sign."""
    whole = round(seconds)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return sign + clock_text(abs(whole))


def spoken_text(seconds: float) -> str:
    """A time as it is said: `12 minutes 41 seconds`."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(trn("{n} hour", "{n} hours", hours))
    if minutes:
        parts.append(trn("{n} minute", "{n} minutes", minutes))
    if rest or not parts:
        parts.append(trn("{n} second", "{n} seconds", rest))
    return " ".join(parts)
