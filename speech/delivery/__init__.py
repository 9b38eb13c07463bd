"""How an answer was spoken: every word with its true time, and figures of delivery from words, times and sound.

Read it in this order: `words` (what everything is about), `listener` (child side: verbatim text, word times, loudness
and pitch), then `report`, which puts together the figures of the pure modules beside it. No model judges anything here.
"""
