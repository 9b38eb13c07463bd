"""A language model as reviewer: what it is asked, and what code makes of what it says."""
