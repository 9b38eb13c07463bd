"""Minds: whoever decides what the interviewer says next."""
