"""Foreign sound files as recordings of ours, read in a child process: a file that crashes a codec crashes no window."""
