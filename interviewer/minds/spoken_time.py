"""How a person says how much time is left. Pure."""

from __future__ import annotations

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spoken_left(seconds: float) -> str:
    """As in "about ten minutes"; whole minutes up to twelve, then steps of five, half a minute below one.

    >>> spoken_left(590), spoken_left(55), spoken_left(30)
    ('about ten minutes', 'about a minute', 'about half a minute')
    """
    if seconds < 15:
        return "just a few seconds"
    if seconds < 45:
        return "about half a minute"
    if seconds < 90:
        return "about a minute"
    minutes = round(seconds / 60)
    if minutes > 12:
        minutes = 5 * round(minutes / 5)
    return f"about {in_words(minutes)} minutes"


def in_words(number: int) -> str:
    """A whole number from 0 to 99 in words; a larger one in digits."""
    if number < 20:
        return _ONES[number]
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]
