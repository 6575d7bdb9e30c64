"""Nine weeks of history: what was paid, and what was sent week by week."""

from datetime import timedelta

from . import payments

WEEKS = 9


def walk(env, company, today):
    """Live through the last weeks: book what came in, then run collections."""
    pairs = payments.invoices_by_row(env)
    for week in range(WEEKS, 0, -1):
        day = today - timedelta(days=7 * week)
        pairs = _book(env, today, pairs, 7 * week)
    _book(env, today, pairs, 0)


def _book(env, today, pairs, days):
    """Book what came in until so many days ago; return what is left."""
    late = [pair for pair in pairs if int(pair[0]["paid_ago"] or -1) >= days]
    payments.receive(env, today, late)
    return [pair for pair in pairs if pair not in late]
