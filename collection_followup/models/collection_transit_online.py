from collections import defaultdict
from dataclasses import replace

from odoo import api, models
from odoo.tools import SQL


class CollectionTransit(models.AbstractModel):
    """Money on its way that a debtor sent from his page goes to what he chose."""

    _inherit = "collection.transit"

    @api.model
    def _read_transits(self, root, partners, rows, today):
        found = super()._read_transits(root, partners, rows, today)
        keys = {"online": [], "payment": []}
        for transit in (t for transits in found.values() for t in transits):
            keys.get(transit.kind, []).append(transit.key)
        shares = self._read_shares(**keys) if any(keys.values()) else {}
        for debtor_id in found if shares else ():
            parts = (self._split(transit, shares) for transit in found[debtor_id])
            found[debtor_id] = [part for split in parts for part in split]
        return found

    @api.model
    def _read_shares(self, online, payment):
        """What each payment is for: {(kind, key): [(move, item, amount), ...]}."""
        shares = defaultdict(list)
        for kind, key, *share in self.env.execute_query(
            SQL(
                """
                SELECT 'online', i.transaction_id, i.move_id, i.line_id,
                       i.amount::float
                  FROM collection_online_item i WHERE i.transaction_id IN %(online)s
                 UNION ALL
                SELECT 'payment', y.id, i.move_id, i.line_id, i.amount::float
                  FROM collection_online_item i
                  JOIN account_payment y
                    ON y.payment_transaction_id = i.transaction_id
                 WHERE y.id IN %(payment)s
                """,
                online=tuple(online) or (0,),
                payment=tuple(payment) or (0,),
            )
        ):
            shares[kind, key].append(tuple(share))
        return shares

    @api.model
    def _split(self, transit, shares):
        """One transit for each chosen item; as it is when the sums differ."""
        return self._cut(transit, shares.get((transit.kind, transit.key), []))

    @api.model
    def _cut(self, money, parts):
        """Cut a transit or transfer into what was chosen: (move, item, amount) each."""
        missing = money.amount - sum(amount for _move, _item, amount in parts)
        if not parts or abs(missing) >= money.currency.rounding / 2:
            return [money]
        return [
            replace(money, amount=amount, names=(move,), item=item)
            for move, item, amount in parts
        ]

    @api.model
    def _read_apart(self, line_ids):
        """What debtors chose to pay online, beside what they have promised.

        :param line_ids: ids of journal items
        :return: {journal item id: [(amount in its currency, value day), ...]}
        """
        apart = defaultdict(list)
        if not line_ids:
            return apart
        for line_id, *money in self.env.execute_query(
            SQL(
                """
                SELECT i.line_id, i.amount::float, y.date
                  FROM collection_online_item i
                  JOIN account_payment y
                    ON y.payment_transaction_id = i.transaction_id
                 WHERE i.line_id IN %s AND y.state IN ('in_process', 'paid')
                """,
                tuple(line_ids),
            )
        ):
            apart[line_id].append(tuple(money))
        return apart
