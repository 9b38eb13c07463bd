"""Which Hotseat this is."""

from __future__ import annotations


def app_version() -> str:
    """The version of Hotseat that runs."""
    from importlib.metadata import version  # reads the installation: only where somebody wants to know

    return version("hotseat")
