from odoo import api, fields, models

from ...rules.hold.hold_terms import Kept, Terms, under_hold
from ...sentences import house

QUOTATION = ("draft", "sent")
# what changes the terms of a quotation, or the customer whose hold decides
CUSTOMER = {"partner_id", "partner_invoice_id", "company_id"}
TERMS = {"payment_term_id", "require_payment", "prepayment_percent"}
EFFECTS = ("cod", "prepay")


class SaleOrder(models.Model):
    """Quotations get the terms of a hold, and theirs back when it ends."""

    _inherit = "sale.order"

    collection_terms_effect = fields.Selection(
        [("cod", "Cash on delivery"), ("prepay", "Prepayment")],
        string="Terms of a hold",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Which hold changed the terms of this quotation.",
    )
    collection_had_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment terms without the hold",
        readonly=True,
        copy=False,
    )
    collection_had_online = fields.Boolean(
        string="Online payment without the hold", readonly=True, copy=False
    )
    collection_had_share = fields.Float(
        string="Prepayment without the hold", readonly=True, copy=False
    )

    # ------------------------------------------------------- when they are set

    @api.onchange("partner_id", "partner_invoice_id")
    def _onchange_collection_terms(self):
        """Show the terms of the hold as soon as the customer is chosen."""
        effect = self._collection_term_effects().get(self)
        terms, _had = under_hold(
            effect, self._collection_terms_now(), None, self._cod()
        )
        self._collection_take_terms(terms)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._collection_apply_terms(chosen=True)
        return orders

    def write(self, vals):
        done = super().write(vals)
        if CUSTOMER & vals.keys() or vals.get("state") in QUOTATION:
            self._collection_apply_terms(chosen=bool(CUSTOMER & vals.keys()))
        elif TERMS & vals.keys() and "collection_terms_effect" not in vals:
            self._collection_apply_terms()
        return done

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for order, vals in zip(self, vals_list, strict=True):
            if order.collection_terms_effect:
                vals.update(order._collection_terms_had())
        return vals_list

    # --------------------------------------------------------------- applying

    def _collection_apply_terms(self, chosen=False):
        """Give quotations the terms of the hold of their debtor, or theirs back.

        :param chosen: the customer was chosen just now
        :return: the quotations whose terms changed
        """
        # the salesperson neither reads the hold nor writes what is remembered
        orders = self.sudo().filtered(lambda order: order.state in QUOTATION)
        effects = orders._collection_term_effects()
        concerned = orders.filtered(
            lambda order: order in effects or order.collection_terms_effect
        )
        by_values = {}
        for order in concerned:
            values = order._collection_terms_values(effects.get(order), chosen)
            if any(order._collection_differs(name, values[name]) for name in values):
                key = tuple(values.items())
                by_values[key] = by_values.get(key, order.browse()) | order
        changed = orders.browse()
        for key, some in by_values.items():
            some.write(dict(key))
            changed |= some
        changed._collection_tell_terms()
        return self & changed

    def _collection_terms_values(self, effect, chosen):
        """What to write to a quotation under an effect, as plain values."""
        now, kept = self._collection_terms_now(), None
        if self.collection_terms_effect:
            had = Terms(
                self.collection_had_term_id.id or None,
                self.collection_had_online,
                self.collection_had_share,
            )
            kept = Kept(self.collection_terms_effect, had)
        usual = self._collection_terms_usual() if chosen else None
        terms, had = under_hold(effect, now, kept, self._cod(), usual)
        return {
            "payment_term_id": terms.term,
            "require_payment": terms.online,
            "prepayment_percent": terms.share,
            "collection_terms_effect": effect,
            "collection_had_term_id": had.term if effect else None,
            "collection_had_online": had.online if effect else False,
            "collection_had_share": had.share if effect else 0.0,
        }

    def _collection_differs(self, name, value):
        """Tell whether a field has another value than this plain one."""
        present = self[name]
        if self._fields[name].relational:
            present = present.id
        return (present or None) != (value or None)

    def _collection_take_terms(self, terms):
        """Set terms on a quotation that is being edited."""
        if (self.payment_term_id.id or None) != terms.term:
            self.payment_term_id = terms.term
        if self.require_payment != terms.online:
            self.require_payment = terms.online
        if self.prepayment_percent != terms.share:
            self.prepayment_percent = terms.share

    def _collection_terms_now(self):
        return Terms(
            self.payment_term_id.id or None,
            self.require_payment,
            self.prepayment_percent,
        )

    def _collection_terms_usual(self):
        """The terms of the customer and the company, as without a hold."""
        order = self.with_company(self.company_id)
        return Terms(
            order.partner_id.property_payment_term_id.id or None,
            order.company_id.portal_confirmation_pay,
            order.company_id.prepayment_percent,
        )

    def _collection_terms_had(self):
        """What a copy of the quotation starts with."""
        return {
            "payment_term_id": self.collection_had_term_id.id,
            "require_payment": self.collection_had_online,
            "prepayment_percent": self.collection_had_share,
        }

    def _cod(self):
        root = self.company_id.root_id.sudo()  # a setting, whoever sells
        return root.collection_cod_term_id.id or None

    # ---------------------------------------------------------- whose hold it is

    def _collection_term_effects(self):
        """The hold that changes the terms of these quotations.

        :return: {order: ``cod`` or ``prepay``}, the others left out
        """
        # who sells does not read cases
        cases = self.env["collection.case"].sudo().with_context(active_test=False)
        cases = cases.search(
            [
                ("partner_id", "in", self.partner_invoice_id.commercial_partner_id.ids),
                ("company_id", "in", self.company_id.root_id.ids),
                ("hold_effect", "in", EFFECTS),
            ]
        )
        effects = {
            (case.partner_id, case.company_id): case.hold_effect for case in cases
        }
        found = {}
        for order in self:
            debtor = order.partner_invoice_id.commercial_partner_id._origin
            effect = effects.get((debtor, order.company_id.root_id))
            if effect:
                found[order] = effect
        return found

    @api.model
    def _collection_terms_of(self, root, partners):
        """Hold the quotations of debtors against their holds as they are now.

        :param root: the root company
        :param partners: commercial partners whose hold may have changed
        """
        # a hold changes the quotations of every salesperson
        orders = self.sudo().search(
            [
                ("state", "in", QUOTATION),
                ("company_id", "child_of", root.ids),
                ("partner_invoice_id.commercial_partner_id", "in", partners.ids),
            ]
        )
        return orders._collection_apply_terms()

    def _collection_tell_terms(self):
        """Say in the thread of quotations which terms they got."""
        bodies = {}
        for order in self:
            env = house(order.company_id)
            if order.collection_terms_effect == "cod":
                text = env._(
                    "The customer is on credit hold: cash on delivery. The payment "
                    "terms were changed for as long as the hold lasts."
                )
            elif order.collection_terms_effect == "prepay":
                text = env._(
                    "The customer is on credit hold: prepayment. The quotation asks "
                    "for the whole amount online for as long as the hold lasts."
                )
            else:
                text = env._(
                    "The hold that changed the terms is over: the quotation has the "
                    "terms of before again."
                )
            bodies[order.id] = text
        self._message_log_batch(bodies)


class CollectionCase(models.Model):
    """A hold that begins or ends changes the terms of open quotations."""

    _inherit = "collection.case"

    def _hold_changed(self):
        done = super()._hold_changed()
        for root, cases in self.grouped("company_id").items():
            self.env["sale.order"]._collection_terms_of(root, cases.partner_id)
        return done
