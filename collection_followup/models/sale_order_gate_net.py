from collections import namedtuple
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import plaintext2html

from ..rules.gate import may_confirm, may_grow
from .gate_facts import Gate
from .sale_order_gate import QUOTATION

# what of an order decides whether it has become, or has grown as, a confirmed one
WATCHED = {
    "state",
    "partner_id",
    "partner_invoice_id",
    "company_id",
    "currency_id",
    "pricelist_id",
    "order_line",
    "payment_term_id",
}
# orders that somebody further up looks after in this transaction
ASKED = "collection_followup.gate.asked"
CHANGING = "collection_followup.gate.changing"
# orders grow by what was spent for them already
CHARGING = "collection_followup.gate.charging"

Standing = namedtuple("Standing", "debtor company currency worth term")


class SaleOrder(models.Model):
    """The net: whatever way was taken, the state and the worth of orders are seen."""

    _inherit = "sale.order"

    # ------------------------------------------------------------------ confirming

    def action_confirm(self):
        """Confirm what may be confirmed.

        Orders that the customer has signed or paid wait without an error when they
        are confirmed by his page or by the payment, and nothing is lost; people get
        one message with all reasons.
        """
        orders = self.filtered(lambda order: order.state in QUOTATION)
        verdicts = orders._collection_verdicts()
        refused = orders.filtered(lambda order: not verdicts[order].allowed)
        waiting = refused._collection_completed_by_customer()
        waiting._collection_wait(verdicts)
        if refused - waiting:
            (refused - waiting)._collection_refuse(verdicts, self - refused)
        going = self - waiting
        if self and not going:
            return True
        with going._collection_marked(ASKED):
            return super(SaleOrder, going).action_confirm()

    def _confirmation_error_message(self):
        message = super()._confirmation_error_message()
        if message or self.id in self._collection_mark(ASKED):
            return message
        verdict = self._collection_verdicts()[self]
        return False if verdict.allowed else self._collection_words(verdict)

    def _collection_refuse(self, verdicts, others):
        """Say no to all of these orders in one message.

        :param verdicts: {order: verdict}
        :param others: the orders beside them, which may be confirmed
        """
        message = self._collection_refusal(verdicts)
        if not others:
            raise UserError(message)
        raise RedirectWarning(
            message,
            self.env.ref("collection_followup.collection_confirm_others_action").id,
            self.env._("Confirm the others"),
            {
                "default_order_ids": others.ids,
                "default_refused_ids": self.ids,
                "default_reasons": message,
            },
        )

    def _collection_refusal(self, verdicts):
        """The reasons of refused orders, one below the other."""
        reasons = [
            f"{order.display_name}: {order._collection_words(verdicts[order])}"
            for order in self
        ]
        return "\n\n".join(reasons)

    # --------------------------------------------------------------------- the net

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._collection_net({})
        return orders

    def write(self, vals):
        if not WATCHED & vals.keys():
            done = super().write(vals)
        else:
            before = self._collection_standing()
            with self._collection_marked(CHANGING):
                done = super().write(vals)
            self._collection_net(before)
        if vals.get("signature"):
            self._collection_wait_if_refused()
        return done

    def _collection_standing(self):
        """How these orders stand, as far as they are confirmed: {order: Standing}."""
        # the gate sees every order, whoever writes
        orders = self.sudo().filtered(lambda order: order.state == "sale")
        worth = orders._collection_worth()
        return {
            order.id: Standing(
                order.partner_invoice_id.commercial_partner_id,
                order.company_id,
                order.currency_id,
                worth[order],
                order.payment_term_id,
            )
            for order in orders
        }

    def _collection_net(self, before):
        """Refuse orders that have become confirmed, or grew, and should not have.

        :param before: {order id: how the order stood before}
        """
        now = self._collection_standing()
        outside = self.browse(now.keys() - self._collection_mark(CHANGING))
        fresh = outside.filtered(
            lambda o: o._collection_is_fresh(before.get(o.id), now[o.id])
        )
        grown = {}
        for order in outside - fresh:
            more = now[order.id].worth - before[order.id].worth
            if order.currency_id.compare_amounts(more, 0.0) > 0:
                grown[order] = more
        if fresh:
            fresh._collection_pass(may_confirm)
        if grown and not self.env.cr.precommit.data.get(CHARGING):
            self.browse().union(*grown)._collection_pass(may_grow, grown)
        self._collection_settle_waiting()

    def _collection_is_fresh(self, before, now):
        """Tell whether a confirmed order is to be asked as a new one."""
        if before is None or (not before.worth and now.worth):
            return True
        if before[:3] != now[:3]:
            return True
        cod = self.company_id.root_id.sudo().collection_cod_term_id  # a setting
        return before.term != now.term and before.term == cod

    def _collection_pass(self, rule, grown=None):
        """Let confirmed orders through the gate, or refuse them.

        What uses up a limit or a release is serialized by debtor.
        """
        gate = Gate(self, grown)
        self.env["collection.credit.lock"]._take(gate.locks())
        verdicts = gate.ask(rule)
        if not all(verdict.allowed for verdict in verdicts.values()):
            verdicts = self._collection_ask(rule, grown)
        refused = self.filtered(lambda order: not verdicts[order].allowed)
        if refused:
            raise UserError(refused._collection_refusal(verdicts))
        for order, verdict in verdicts.items():
            order._collection_note(verdict)

    def _collection_note(self, verdict):
        """Keep on the order what has let it through."""
        order = self.sudo()  # salespeople write neither releases nor, perhaps, terms
        if verdict.code == "gate_released":
            releases = self.env["collection.hold.release"].sudo()  # as above
            releases.browse(dict(verdict.reason.values)["release"])._use(order)
        elif verdict.code == "gate_cod":
            cod = order.company_id.root_id.collection_cod_term_id
            if order.payment_term_id != cod:
                order.payment_term_id = cod
                words = order._collection_in_house()._collection_words(verdict)
                order._message_log(body=plaintext2html(words))

    # ------------------------------------------------------ marks of a transaction

    @contextmanager
    def _collection_marked(self, name):
        """Mark these orders in this transaction: somebody looks after them already.

        Not a context key: a browser can send any context.
        """
        marked = self._collection_mark(name)
        new = set(self.ids) - marked
        marked |= new
        try:
            yield
        finally:
            marked -= new

    @contextmanager
    def _collection_charging(self):
        """Orders may grow: what is charged on was spent already."""
        data = self.env.cr.precommit.data
        before = data.get(CHARGING)
        data[CHARGING] = True
        try:
            yield
        finally:
            data[CHARGING] = before

    @api.model
    def _collection_mark(self, name):
        return self.env.cr.precommit.data.setdefault(name, set())


class SaleOrderLine(models.Model):
    """The net below confirmed orders: their lines."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        before = self.env["sale.order"].browse(ids)._collection_standing()
        lines = super().create(vals_list)
        lines.order_id._collection_net(before)
        return lines

    def write(self, vals):
        if not self._collection_watched() & vals.keys():
            return super().write(vals)
        orders = self.order_id
        if vals.get("order_id"):
            orders |= orders.browse(vals["order_id"])
        before = orders._collection_standing()
        done = super().write(vals)
        orders._collection_net(before)
        return done

    def unlink(self):
        orders = self.order_id
        before = orders._collection_standing()
        done = super().unlink()
        orders._collection_net(before)
        return done

    @api.model
    def _collection_watched(self):
        """The fields of a line that can make its order larger."""
        return {
            "order_id",
            "product_id",
            "product_uom_id",
            "product_uom_qty",
            "qty_delivered",
            "price_unit",
            "technical_price_unit",
            "tax_ids",
            "extra_tax_data",
            "discount",
            "display_type",
            "is_expense",
            "combo_item_id",
        }
