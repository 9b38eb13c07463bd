"""What was said, understood: which items of a framework were done, which metrics were named, what a turn asks for."""
