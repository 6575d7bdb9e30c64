from odoo import api, models
from odoo.tools import SQL

from ...rules.ledger import foreign

# the rates of days as core reads them: units for one of the company's currency
RATES = """
    SELECT v.day, u.name, COALESCE(
           (SELECT r.rate FROM res_currency_rate r
             WHERE r.currency_id = u.id AND r.name <= v.day
               AND (r.company_id IS NULL OR r.company_id = %(root)s)
             ORDER BY r.company_id, r.name DESC LIMIT 1),
           (SELECT r.rate FROM res_currency_rate r
             WHERE r.currency_id = u.id
               AND (r.company_id IS NULL OR r.company_id = %(root)s)
             ORDER BY r.company_id, r.name LIMIT 1),
           1.0)::float
      FROM unnest(%(days)s::date[]) AS v(day)
      JOIN res_currency u ON u.name = ANY(%(codes)s)
"""


class CollectionTransit(models.AbstractModel):
    """Money that names documents in another currency belongs to them."""

    _inherit = "collection.transit"

    @api.model
    def _read_transits(self, root, partners, rows, today):
        found = super()._read_transits(root, partners, rows, today)
        owed = self._owed(rows) if found else {}
        currencies = {debtor_id: set() for debtor_id in found}
        for row in rows if found else ():
            if row.residual > 0 and row.debtor_id in currencies:
                currencies[row.debtor_id].add(owed[row.move_id].currency.code)
        for debtor_id, transits in found.items():
            transits[:] = [
                foreign.as_given(transit, frozenset(currencies[debtor_id]))
                if not any(name in owed for name in transit.names)
                else transit
                for transit in transits
            ]
        return self._cut_foreign(root, found, owed)

    @api.model
    def _owed(self, rows):
        """What is open of each document: {move id: ``rules.foreign.Owed``}."""
        currencies = self.env["collection.reader"]._currencies()
        found = {}
        for row in rows:
            if row.residual > 0:
                before = found[row.move_id].amount if row.move_id in found else 0.0
                found[row.move_id] = foreign.Owed(
                    currencies[row.currency_id], before + row.residual
                )
        return found

    @api.model
    def _cut_foreign(self, root, monies, owed):
        """Cut money into parts in the currencies of the documents that it names.

        :param monies: {anything: list of ``Credit`` or ``Transit``}
        :param owed: as ``_owed`` answers
        :return: the same with more, or other, parts
        """
        cut = [
            money
            for some in monies.values()
            for money in some
            if foreign.names_foreign(money, owed)
        ]
        if not cut:
            return monies
        codes = {money.currency.code for money in cut}
        codes |= {one.currency.code for one in owed.values()}
        rates = self._read_rates(root, {money.on for money in cut}, codes)
        return {
            key: [
                part
                for money in some
                for part in foreign.in_currency_of_documents(
                    money, owed, rates.get(money.on, {})
                )
            ]
            for key, some in monies.items()
        }

    @api.model
    def _read_rates(self, root, days, codes):
        """The rates of some days: {day: {currency code: units for one of ours}}."""
        rates = {}
        for day, code, rate in self.env.execute_query(
            SQL(RATES, root=root.id, days=list(days), codes=list(codes))
        ):
            rates.setdefault(day, {})[code] = rate
        return rates
