"""What an interview was worth: the case debrief, scores with their quotes, the call, and what to improve."""
