"""Microphone to WAV: a child process that captures, writes, measures and says where speech begins and ends."""
