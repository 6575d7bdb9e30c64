"""Who may be contacted, when; when the customer pays."""
