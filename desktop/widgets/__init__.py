"""Widgets that several pages use. Each takes values and tells what was done by signals; none knows the interview."""
