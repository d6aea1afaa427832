"""From records to the catalogue: which title each of them is, and one statement for all of a batch."""
