"""What a letter or an e-mail says about a credit hold."""

from ...rules.ledger.facts import OVERDUE

MOST_ORDERS = 5


class LetterHold:
    """The effect of the hold, what frees it, and the orders that wait for it.

    :param notice: ``collection.notice``
    :param date: writes a date as the reader does
    :param money: writes an amount and its currency as the reader does
    """

    def __init__(self, notice, date, money):
        hold_sudo = notice.case_id.sudo().hold_id  # the debtor may know
        self.effect = hold_sudo.effect if hold_sudo.state == "active" else None
        self.amount = ""
        # a hold that a person ends is not lifted by paying: nothing is promised then
        if hold_sudo.amount and not hold_sudo.manual:
            self.amount = money(hold_sudo.amount, hold_sudo.currency_id)
        self.asked, self.besides, self.promised = "", "", False
        if self.amount:
            self._explain(notice, hold_sudo, money)
        # the customer reads of his own orders, whoever prints the letter
        orders_sudo = notice.hold_order_ids.sudo() if self.amount else []
        self.orders = [
            {
                "name": order.name,
                "date": date(order.date_order.date()),
                "total": money(order.amount_total, order.currency_id),
            }
            for order in orders_sudo[:MOST_ORDERS]
        ]
        self.more = max(len(orders_sudo) - MOST_ORDERS, 0)

    def _explain(self, notice, hold, money):
        """Say what a hold counts besides what the notice asks for.

        Both are in the currency of the company; what is promised counts for a hold
        where the debtor did not keep his word.
        """
        currency = hold.currency_id
        lines = notice.line_ids.filtered(lambda line: line.part in OVERDUE)
        asked = sum(lines.mapped("amount_company"))
        besides = hold.amount - asked
        if currency.compare_amounts(besides, 0.0) <= 0:
            return
        promised = sum(
            line.amount_rests * line.line_id.balance / line.line_id.amount_currency
            for line in notice.line_ids
            if line.part == "promised" and line.line_id.amount_currency
        )
        self.asked = money(asked, currency)
        self.besides = money(besides, currency)
        self.promised = currency.compare_amounts(promised, besides) >= 0
