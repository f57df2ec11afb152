"""What the conversions to LOMS 2019 have in common: texts, addresses, codes, organizations."""
