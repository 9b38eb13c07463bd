"""The pages of the window. A page renders values and sends wishes; it decides nothing."""
