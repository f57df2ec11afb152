"""Tells of objects that they are certainly valid, many times faster than a schema is asked; of some it cannot tell."""
