"""Whether a customer buys on credit."""
