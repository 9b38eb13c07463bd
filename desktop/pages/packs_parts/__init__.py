"""Parts of the Packs page."""
