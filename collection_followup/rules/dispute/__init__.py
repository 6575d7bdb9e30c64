"""What of an item is contested."""
