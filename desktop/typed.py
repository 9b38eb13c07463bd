"""What can be typed in a terminal against a fault, behind its sentence. The window shows the sentence alone. Pure."""

from __future__ import annotations


def typed(sentence: str, command: str) -> str:
    """A sentence with a command behind it, as it is typed after `hotseat`; without one the sentence as it is."""
    return f"{sentence} Type: hotseat {command}" if command else sentence


def told(fault: Exception) -> str:
    """The sentence of an error with its command, if it has one."""
    return typed(str(fault), getattr(fault, "command", ""))
