"""The debtors with a story of their own."""


def tell(env, company, today):
    """Add what the tables cannot say."""
