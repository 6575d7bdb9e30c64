"""Whether promises and plans are kept."""
