"""A session as one file to hand on, and back: writing it, reading it with nothing taken on trust, merging what came."""
