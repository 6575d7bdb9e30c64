from collections import defaultdict
from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import SQL, str2bool

from ...rules.ledger import amounts
from ..settings.groups import COLLECTIONS


class CollectionOnlineItem(models.Model):
    """One journal item that a debtor chose to pay with an online payment."""

    _name = "collection.online.item"
    _description = "Item of an online payment"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _order = "transaction_id, id"

    transaction_id = fields.Many2one(
        "payment.transaction", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "account.move.line",
        string="Journal item",
        required=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(
        related="line_id.move_id", string="Document", store=True, index=True
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="transaction_id.currency_id")
    amount = fields.Monetary(
        help="The amount demanded when the customer started the payment."
    )

    _once = models.UniqueIndex(
        "(transaction_id, line_id)", "An item is paid once by each payment."
    )

    def _credit_pairs(self, payment, money):
        """The credits that lower these items today: list of (credit, item, amount).

        Items of which a part rests are left as they are: they are not paid in full,
        and what is matched with them would count as the promised part.

        :param payment: what pays them; it is no credit beside itself
        :param money: its journal item, if it has an entry
        """
        if not self:
            return []
        lines, company = self.line_id, payment.company_id
        partner = payment.partner_id.commercial_partner_id
        today = company._collection_today()
        reader = self.env["collection.reader"]
        (debtor,) = reader._read_debtors(company, partner, today)
        others = [credit for credit in debtor.credits if credit.key not in money.ids]
        policy = company._collection_policy()
        claims = amounts.claims(debtor.items, others, (), today, policy)
        pairs = [
            (lines.browse(key), lines.browse(claim.item.key), amount)
            for claim in claims
            if claim.item.key in lines.ids and not claim.item.rests
            for key, amount in claim.credits
        ]
        # money in another currency or on another account is left to a person
        return [
            (credit, item, amount)
            for credit, item, amount in pairs
            if credit.account_id == item.account_id
            and credit.currency_id == item.currency_id
        ]


class CollectionCase(models.Model):
    """The ways in which a debtor can pay what he chose; called with all rights."""

    _inherit = "collection.case"

    def _portal_ways(self, company, amount, currency, payer, report=None):
        """The providers and methods that take a sum: two recordsets.

        Published ones only, unless an employee looks at the page.
        """
        Provider = self.env["payment.provider"]
        Method = self.env["payment.method"]
        if not (self._portal_is_online() and company and currency and amount > 0):
            return Provider, Method
        providers = Provider._get_compatible_providers(
            company.id, payer.id, amount, currency_id=currency.id, report=report
        )
        methods = Method._get_compatible_payment_methods(
            providers.ids, payer.id, currency_id=currency.id, report=report
        )
        return providers, methods

    def _portal_is_online(self):
        """Obey the accounting setting that lets invoices be paid online."""
        setting = "account_payment.enable_portal_payment"
        return str2bool(self.env["ir.config_parameter"].get_param(setting), False)

    def _portal_payer_fits(self, payer, company):
        """Tell whether a contact that belongs to a company may pay this one."""
        return not payer.company_id or payer.company_id.root_id == company.root_id

    def _portal_prefix(self, notice):
        """How the reference of an online payment begins."""
        return notice.name or "ACCOUNT-%05d" % self.id


class AccountPayment(models.Model):
    """A payment that a debtor made from his page settles what he chose."""

    _inherit = "account.payment"

    def action_post(self):
        done = super().action_post()
        # whoever posts a payment need not see what debtors chose
        for payment_sudo in self.sudo().filtered("payment_transaction_id"):
            payment_sudo.payment_transaction_id._collection_settle(payment_sudo)
        return done


class PaymentTransaction(models.Model):
    """A payment that a debtor makes from the page that shows what he owes."""

    _inherit = "payment.transaction"

    collection_case_id = fields.Many2one(
        "collection.case", readonly=True, index="btree_not_null", ondelete="set null"
    )
    collection_item_ids = fields.One2many(
        "collection.online.item",
        "transaction_id",
        string="Chosen items",
        readonly=True,
        groups=COLLECTIONS,
        help="What the customer chose to pay; the money goes to these items first.",
    )

    def _collection_settle(self, payment):
        """Match a payment with the items that were chosen, each by what was chosen.

        Core matches the oldest lines of all invoices first, which would pay an
        instalment that nobody asked for, or what is promised for another day, and
        leave a chosen item open. The credits that made an item smaller on the page
        are matched with it, so that nothing is left of it.
        """
        self.ensure_one()
        chosen = self.collection_item_ids.filtered(
            lambda item: (
                item.line_id.account_id == payment.destination_account_id
                and item.line_id.parent_state == "posted"
                and not item.line_id.reconciled
            )
        )
        _liquidity, money, _write_off = payment._seek_for_lines()
        money = money.filtered(lambda line: not line.reconciled)[:1]
        pairs = chosen._credit_pairs(payment, money)
        pairs += [(money, item.line_id, item.amount) for item in chosen if money]
        self.env["account.move.line"]._collection_match(pairs)

    def _log_message_on_linked_documents(self, message):
        result = super()._log_message_on_linked_documents(message)
        case = self.sudo().collection_case_id  # who records payments reads no cases
        if case:
            case.message_post(body=message, author_id=self.partner_id.id)
        return result


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
