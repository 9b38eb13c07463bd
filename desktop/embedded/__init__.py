"""A language model file that Hotseat serves to itself: a child process on loopback, and what talks to it."""
