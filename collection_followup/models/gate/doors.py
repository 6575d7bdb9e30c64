from collections import namedtuple
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import plaintext2html

from ...rules.gate.gate import may_confirm, may_grow
from .asking import QUOTATION
from .facts import Watch

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
# kept while a transaction lasts, not in the context: a browser can send any context
ASKED = "collection_followup.gate.asked"  # orders that somebody further up asks about
CHANGING = "collection_followup.gate.changing"  # orders that somebody looks after
SPENT = "collection_followup.gate.spent"  # orders for which costs were spent

# ``worth`` and ``units`` are none for orders that do not concern the gate
Standing = namedtuple("Standing", "owner on_delivery worth units")


class SaleOrder(models.Model):
    """The doors: whatever way was taken, the state and the worth of orders are seen."""

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
        return "\n\n".join(
            f"{order.display_name}: {order._collection_words(verdicts[order])}"
            for order in self
        )

    # --------------------------------------------------------------------- the net

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._collection_net({})
        return orders

    def write(self, vals):
        if WATCHED & vals.keys():
            before = self._collection_standing()
            with self._collection_marked(CHANGING):
                done = super().write(vals)
            self._collection_net(before)
        else:
            done = super().write(vals)
        if vals.get("signature"):
            self._collection_wait_if_refused()
        return done

    def _collection_standing(self):
        """How these orders stand, as far as they are confirmed: {order id: Standing}.

        Costs one query where nobody is on hold or has a limit.
        """
        # the gate sees every order, whoever writes
        orders = self._collection_outside().sudo()
        orders = orders.filtered(lambda order: order.state == "sale")
        watched = Watch(orders).watched if orders else orders
        worth = watched._collection_worth()
        return {
            order.id: Standing(
                order._collection_owner(),
                order._collection_on_delivery(),
                worth.get(order),
                order._collection_units() if order in worth else None,
            )
            for order in orders
        }

    def _collection_outside(self):
        """Those of these orders that nobody further up looks after."""
        return self.browse(set(self.ids) - self._collection_mark(CHANGING))

    def _collection_owner(self):
        """Whose order it is: another one is asked as a new order."""
        debtor = self.partner_invoice_id.commercial_partner_id
        return debtor, self.company_id, self.currency_id

    def _collection_on_delivery(self):
        """Tell whether the order is paid on delivery, as a hold has it."""
        cod = self.company_id.root_id.collection_cod_term_id
        return bool(cod) and self.payment_term_id == cod

    def _collection_units(self):
        return {line: line.product_uom_id for line in self.order_line}

    def _collection_net(self, before, by_lines=False):
        """Refuse orders that have become confirmed, or grew, and should not have.

        :param before: {order id: how the order stood before}
        :param by_lines: whether lines were written by themselves, as Odoo writes costs
        """
        now = self._collection_outside().sudo()  # as above
        confirmed = now.filtered(lambda order: order.state == "sale")
        fresh = confirmed.filtered(
            lambda order: order._collection_is_fresh(before.get(order.id))
        )
        rest = (confirmed - fresh).filtered(
            lambda order: before[order.id].worth is not None
        )
        grown, worth = {}, rest._collection_worth()
        for order in rest:
            more = worth[order] - before[order.id].worth
            if order.currency_id.compare_amounts(more, 0.0) > 0:
                grown[order.with_env(self.env)] = more
        if fresh:
            fresh.with_env(self.env)._collection_pass(may_confirm)
        if grown:
            larger = self.browse().union(*grown)
            larger._collection_pass(may_grow, grown, spent=by_lines)
        now._collection_tell_changes(before)
        now._collection_settle_waiting()

    def _collection_is_fresh(self, before):
        """Tell whether a confirmed order is to be asked as a new one."""
        return (
            before is None
            or before.owner != self._collection_owner()
            or (before.on_delivery and not self._collection_on_delivery())
        )

    def _collection_pass(self, rule, grown=None, spent=False):
        """Let confirmed orders through the gate, or refuse them.

        :param spent: whether what was spent for an order already is let through, and
            told. Not where the order itself is written: one such call can carry both a
            freight and lines that have nothing to do with it
        """
        verdicts = self._collection_ask(rule, grown, lock=True)
        refused = self.filtered(lambda order: not verdicts[order].allowed)
        if spent:
            charged = refused._collection_spent()
            charged._collection_tell_spent(grown)
            refused -= charged
        if refused:
            raise UserError(refused._collection_refusal(verdicts))
        for order, verdict in verdicts.items():
            order._collection_note(verdict)
        if not grown:
            self._collection_tell_twins(verdicts)

    def _collection_note(self, verdict):
        """Keep what has let an order through."""
        order = self.sudo()  # salespeople write neither releases nor, perhaps, terms
        if release := order._collection_released_by(verdict):
            release._use(order)
        if verdict.code == "gate_cod" and not order._collection_on_delivery():
            order.payment_term_id = order.company_id.root_id.collection_cod_term_id
            words = order._collection_in_house()._collection_words(verdict)
            order._message_log(body=plaintext2html(words))

    # ------------------------------------------------------ marks of a transaction

    @contextmanager
    def _collection_marked(self, name):
        """Mark these orders in this transaction: somebody looks after them already."""
        marked = self._collection_mark(name)
        new = set(self.ids) - marked
        marked |= new
        try:
            yield
        finally:
            marked -= new

    @api.model
    def _collection_mark(self, name):
        return self.env.cr.precommit.data.setdefault(name, set())

    def _collection_spend(self):
        """Say that costs were spent for these orders, in this transaction."""
        self._collection_mark(SPENT).update(self.ids)

    def _collection_spent(self):
        """Those of these orders for which costs were spent in this transaction."""
        spent = self._collection_mark(SPENT)
        return self if False in spent else self.browse(set(self.ids) & spent)


class SaleOrderLine(models.Model):
    """The net below confirmed orders: their lines."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        before = self.env["sale.order"].browse(ids)._collection_standing()
        lines = super().create(vals_list)
        lines.order_id._collection_net(before, by_lines=True)
        return lines

    def write(self, vals):
        orders = self.order_id
        if vals.get("order_id"):
            orders |= orders.browse(vals["order_id"])
        before = orders._collection_standing()
        done = super().write(vals)
        orders._collection_net(before, by_lines=True)
        return done

    def unlink(self):
        orders = self.order_id
        before = orders._collection_standing()
        done = super().unlink()
        orders._collection_net(before, by_lines=True)
        return done


class AccountMoveLine(models.Model):
    """Costs that are charged on: the vendor's bill cannot wait for the customer."""

    _inherit = "account.move.line"

    def _sale_create_reinvoice_sale_line(self):
        # whichever order they belong to
        spent = self.env["sale.order"]._collection_mark(SPENT)
        spent.add(False)
        try:
            return super()._sale_create_reinvoice_sale_line()
        finally:
            spent.discard(False)
