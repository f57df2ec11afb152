"""Conversion of files to files: ``loms.convert_file``."""
