"""Sample documents: drawn from the models and schemas, believable or odd, the same ones for the same seed."""

from loms.samples.sample import sample

__all__ = ["sample"]
