"""How the answers of a kept session were spoken: listening to them again, keeping what was heard, and its figures."""
