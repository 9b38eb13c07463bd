"""A session as something to hand on: one frozen value in, the text of a file out. Pure; the standard library only."""
