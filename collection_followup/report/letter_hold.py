"""What a letter or an e-mail says about a credit hold."""

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
