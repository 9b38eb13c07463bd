"""How practising goes, read and worded for the Progress page and the terminal. No Qt."""
