"""Sessions on disk: written while held, recovered after a crash, found again."""
