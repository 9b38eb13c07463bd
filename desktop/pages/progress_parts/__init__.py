"""What the Progress page is put together from."""
