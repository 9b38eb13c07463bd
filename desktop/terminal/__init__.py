"""Hotseat in a terminal: one module a subcommand, plain text and keys."""
