"""Text to loudspeaker: a child process that speaks a line, stops at once, and says how much was heard."""
