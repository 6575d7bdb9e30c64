"""Which follow-up stage comes next, and when."""
