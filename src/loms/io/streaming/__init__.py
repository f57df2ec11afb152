"""Documents record by record, in and out, so that their size does not matter."""
