"""How Hotseat looks: the table of colours and measures, and what makes Qt follow it."""
