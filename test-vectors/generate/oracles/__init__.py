"""Implementations that had no part in the vectors, asked for the signature of a case: None where they cannot be asked."""
