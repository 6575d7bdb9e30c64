"""Whether an order is confirmed."""
