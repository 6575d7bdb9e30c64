"""What follows from a call."""
