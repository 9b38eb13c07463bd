"""The parts of the Practice page."""
