"""WAV to words: speech models on this machine, and a child process that transcribes while the speaker goes on."""
