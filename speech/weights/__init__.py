"""Model files of any kind: fetched from where they are published, hashed, kept on a shelf. Knows no model library."""
