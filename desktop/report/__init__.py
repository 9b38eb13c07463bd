"""What the After page shows of a session: its review, the candidate's own rating and the packs, as values. No Qt."""
