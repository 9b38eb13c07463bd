"""A kept session written as a file to hand on: gathered, redacted, rendered, put on the disk. No Qt."""
