"""What the conversions from LOMS 2019 have in common: its records, found by their ids, and their texts."""
