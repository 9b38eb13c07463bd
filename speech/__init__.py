"""Sound in, sound out, words: microphone, voice, Whisper. Knows neither Qt nor the interviewer."""
