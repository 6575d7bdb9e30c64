from functools import partial

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...sentences import say_amount, spoken_everywhere
from .asking import QUOTATION

_lt = LazyTranslate(__name__)

# what decides whose debt the orders of a contact are
DEBTOR = {"parent_id", "is_company", "commercial_partner_id"}

UNIT = (
    _lt("%(order)s: unit of measure changed"),
    _lt(
        "%(user)s has changed the unit of measure of %(lines)s on the confirmed order "
        "%(order)s. It comes to %(amount)s."
    ),
)
REOPENED = (
    _lt("%(order)s: set back to quotation"),
    _lt(
        "%(user)s has set the confirmed order %(order)s for %(amount)s back to "
        "quotation without cancelling it. It no longer counts against the credit "
        "limit, and its deliveries go on."
    ),
)
SPENT = (
    _lt("%(order)s: costs re-invoiced"),
    _lt(
        "%(user)s has re-invoiced expenses: the confirmed order %(order)s has grown "
        "by %(amount)s."
    ),
)
TWIN = (
    _lt("%(order)s: same VAT number as %(debtor)s"),
    _lt(
        "%(user)s has confirmed %(order)s for %(amount)s to %(customer)s, who is not "
        "on hold but has the same VAT number as %(debtor)s. Merge the contacts if "
        "they are one customer."
    ),
)
MOVED = (
    _lt("%(contact)s no longer belongs to %(debtor)s"),
    _lt(
        "%(user)s has taken %(contact)s out of %(debtor)s, who is on credit hold; it "
        "belongs to %(now)s now. Its quotations and open orders: %(amount)s."
    ),
)


def fill_in(text, values, env):
    """Say a text with its values; amounts as (amount, currency)."""
    said = {
        name: say_amount(env, *value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }
    words = env._(text)
    return words % said


class CollectionCase(models.Model):
    """Unusual ways round a hold are not refused: the credit manager is told."""

    _inherit = "collection.case"

    def _tell_unusual(self, words, **values):
        """Open one task for the credit manager of a case, unless it is open.

        :param words: what happened, and a note with more; the same is told once
        :param values: what they name; amounts as (amount, currency)
        """
        summary, note = (self._unusual_words(text, values) for text in words)
        told = self._tasks(self._task_types("unusual")).mapped("summary")
        if not set(told) & set(spoken_everywhere(summary, self.env)):
            manager = self.company_id._collection_manager() or None
            today = self.company_id._collection_today()
            self._quietly()._add_task("unusual", today, summary, note, manager)

    def _unusual_words(self, text, values):
        """A text with its values, to be said in the language of its reader."""
        self.ensure_one()
        said = {"user": self.env.user.name, "debtor": self.partner_id.display_name}
        return partial(fill_in, text, said | values)

    @api.model
    def _held(self, domain):
        """The cases on hold among some, whoever asks."""
        # who keeps contacts, sells, ships or books sees no cases
        cases = self.sudo().with_context(active_test=False)
        return cases.search(Domain("hold_effect", "!=", False) & Domain(domain))


class SaleOrder(models.Model):
    """What is told of confirmed orders."""

    _inherit = "sale.order"

    def _collection_tell_manager(self, words, case=None, amount=None, **values):
        """Tell the credit manager of the debtor of one order, with all rights.

        :param case: the case to tell it on, else that of the debtor
        :param amount: else what the order comes to
        """
        # who sells, ships or books sees no cases: told of, they are not shown to him
        case = case or self._collection_debtor_case().sudo()
        amount = self.amount_total if amount is None else amount
        money = (amount, self.currency_id)
        case._tell_unusual(words, order=self.name, amount=money, **values)

    def _collection_tell_changes(self, before):
        """Tell which orders have other units, or are no longer confirmed.

        :param before: {order id: ``Standing``}, with units where it matters
        """
        for order in self:
            was = before.get(order.id)
            if was is None or was.units is None:
                continue
            lines = order.order_line.filtered(
                lambda line, units=was.units: (
                    units.get(line, line.product_uom_id) != line.product_uom_id
                )
            )
            if lines:
                names = ", ".join(lines.mapped("name"))
                order._collection_tell_manager(UNIT, lines=names)
            if order.state in QUOTATION:
                order._collection_tell_manager(REOPENED)

    def _collection_tell_spent(self, grown):
        """Tell which orders became larger by what was spent for them already.

        :param grown: {order: by how much}
        """
        for order in self:
            # whoever books or ships need not read the order whose amount is told
            order.sudo()._collection_tell_manager(SPENT, amount=grown[order])

    def _collection_tell_twins(self, verdicts):
        """Tell whose debtor has the VAT number of somebody who is on hold.

        :param verdicts: {order: the verdict that has let it through}
        """
        orders = self.sudo()  # whoever confirms need not read whom they are compared to
        free = orders.filtered(
            lambda order: (
                not verdicts[order].code
                and order.partner_invoice_id.commercial_partner_id.vat
            )
        )
        if not free:
            return
        debtors = free.partner_invoice_id.commercial_partner_id
        held = self.env["collection.case"]._held(
            [
                ("partner_id.vat", "in", debtors.mapped("vat")),
                ("partner_id", "not in", debtors.ids),
                ("company_id", "in", free.company_id.root_id.ids),
            ]
        )
        for order in free if held else ():
            debtor, company, _currency = order._collection_owner()
            twins = [("partner_id.vat", "=", debtor.vat)]
            twins += [("company_id", "=", company.root_id.id)]
            for case in held.filtered_domain(twins):
                customer = debtor.display_name
                order._collection_tell_manager(TWIN, case, customer=customer)


class ResPartner(models.Model):
    """Contacts that leave a debtor on hold take their orders along: that is told."""

    _inherit = "res.partner"

    def write(self, vals):
        held = self.env["collection.case"]
        if DEBTOR & vals.keys():
            held = held._held([("partner_id", "in", self.commercial_partner_id.ids)])
        if not held:
            return super().write(vals)
        # whoever moves a contact need not read its orders, whose amount is told
        before = {partner: partner.commercial_partner_id for partner in self.sudo()}
        done = super().write(vals)
        for partner, debtor in before.items():
            if partner.commercial_partner_id != debtor:
                for case in held.filtered(lambda c, d=debtor: c.partner_id == d):
                    partner._collection_tell_moved(case)
        return done

    def _collection_tell_moved(self, case):
        """Tell that this contact has left the debtor of a case on hold."""
        orders = self.env["sale.order"].search(
            [
                ("partner_invoice_id", "child_of", self.ids),
                ("company_id", "child_of", case.company_id.ids),
                "|",
                ("state", "in", QUOTATION),
                "&",
                ("state", "=", "sale"),
                ("invoice_status", "!=", "invoiced"),
            ]
        )
        amounts = [order._collection_in_company(order.amount_total) for order in orders]
        case._tell_unusual(
            MOVED,
            contact=self.display_name,
            now=self.commercial_partner_id.display_name,
            amount=(sum(amounts), case.currency_id),
        )
