"""XML to objects and back: the one place that opens files."""
