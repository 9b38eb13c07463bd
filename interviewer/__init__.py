"""The conversation: what is asked, when and why, and its record. Knows neither Qt nor a sound device."""
