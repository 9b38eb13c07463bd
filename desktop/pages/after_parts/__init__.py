"""Parts of the After page."""
