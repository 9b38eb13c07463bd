"""Packs: what is asked, as data. Loading, validating and choosing from them."""
