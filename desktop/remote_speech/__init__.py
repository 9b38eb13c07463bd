"""Transcription by a server, for computers that are too slow: off unless somebody chooses it."""
