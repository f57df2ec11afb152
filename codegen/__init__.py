"""Build time only: turns the XSDs of ``schemas/`` into the typed dataclasses of ``src/loms``."""
