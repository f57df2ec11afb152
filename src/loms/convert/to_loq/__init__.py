"""What the conversions from LOMS 2019 back to the legacy models have in common: accounts, texts, codes, addresses."""
