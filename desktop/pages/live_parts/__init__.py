"""The parts of the Live page: each renders a `ViewState` and emits what the candidate wants."""
