from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...sentences import house, say_amount, speaking, spoken_everywhere
from .asking import QUOTATION

BATCH = 50
LIVE = ("pending", "authorized", "done")
MONEY = ("authorized", "done")
# the customer pays when he gets the goods: such a payment stays pending
AT_HANDOVER = ("cash_on_delivery", "on_site")


class SaleOrder(models.Model):
    """Orders that the customer has given and that wait for money or a release."""

    _inherit = "sale.order"

    collection_waiting = fields.Boolean(
        string="Waits for payment",
        readonly=True,
        copy=False,
        help="The customer has signed or paid; the order is confirmed by itself as "
        "soon as the credit hold or the limit lets it through.",
    )
    collection_waiting_since = fields.Datetime(
        string="Waits since", readonly=True, copy=False
    )
    collection_waiting_reason = fields.Text(
        string="Waits because", readonly=True, copy=False
    )
    collection_money_asked = fields.Boolean(
        string="Payment received meanwhile",
        readonly=True,
        copy=False,
        help="The credit team was asked whether to ship, offset or refund.",
    )

    _collection_waiting_idx = models.Index(
        "(partner_invoice_id) WHERE collection_waiting"
    )

    # ------------------------------------------------------------------- waiting

    def _collection_completed_by_customer(self):
        """The orders that wait without an error: signed or paid, and no person asks.

        Pages of the customer, payments and jobs work with all rights; whoever
        presses a button does not, and gets the reasons.
        """
        orders = self.sudo()  # transactions are nobody's to read
        if self.env.su:
            found = orders.filtered(
                lambda order: (
                    order.signature
                    or any(tx.state in LIVE for tx in order.transaction_ids)
                )
            )
        else:
            found = orders.filtered(lambda order: order._collection_paid_at_till())
        return self & found.with_env(self.env)

    def _collection_paid_at_till(self):
        """Tell whether a point of sale has taken money for the order.

        A cashier's order must reach the books whatever the gate says.
        """
        self.ensure_one()
        lines = self.order_line
        return "pos_order_line_ids" in lines._fields and bool(lines.pos_order_line_ids)

    def _collection_wait_if_refused(self):
        """Let those of these quotations wait that the gate refuses; answers them."""
        orders = self.filtered(lambda order: order.state in QUOTATION)
        verdicts = orders._collection_verdicts()
        refused = orders.filtered(lambda order: not verdicts[order].allowed)
        refused._collection_wait(verdicts)
        return refused

    def _collection_wait(self, verdicts):
        """Mark orders that wait, with the reason, and ask the credit team.

        :param verdicts: {order: the verdict that refuses it}
        """
        for order in self:
            order_sudo = order._collection_in_house()
            reason = order_sudo._collection_words(verdicts[order])
            if order_sudo.collection_waiting_reason != reason:
                order_sudo.collection_waiting_reason = reason
            if not order_sudo.collection_waiting:
                order_sudo.write(
                    {
                        "collection_waiting": True,
                        "collection_waiting_since": order.company_id._collection_now(),
                    }
                )
                text = order_sudo.env._("The order waits: %(why)s", why=reason)
                order_sudo._message_log(body=plaintext2html(text))
                order_sudo._collection_task("waiting", reason)
            if verdicts[order].effect == "block":
                order_sudo._collection_ask_money()

    def _collection_in_house(self):
        """The order with all rights, in the language in which the house keeps notes.

        The customer, who signs or pays, has no rights on what is kept.
        """
        # the note is written by the system
        return self.with_env(house(self.company_id)).sudo()

    def _collection_ask_money(self):
        """Ask what becomes of money that came in although nobody had asked for it."""
        money = self.transaction_ids.filtered(lambda tx: tx.state in MONEY)
        if self.collection_money_asked or not money:
            return
        self.collection_money_asked = True
        self._collection_task("money", partial(self._collection_money_words, money))

    def _collection_money_words(self, money, env):
        came = ", ".join(
            f"{tx.reference}: {say_amount(env, tx.amount, tx.currency_id)}"
            for tx in money
        )
        return env._(
            "Money came in for %(order)s of %(total)s while the customer is on hold: "
            "%(came)s. Release and ship the order, set the money off against open "
            "invoices, or give it back. The signature and the payment are kept.",
            order=self.name,
            total=say_amount(env, self.amount_total, self.currency_id),
            came=came,
        )

    def _collection_task(self, kind, note):
        """Open a task for the credit team on the case of the debtor.

        :param note: as for ``_add_tasks``
        """
        case = self._collection_debtor_case()
        manager = self.company_id.root_id._collection_manager()
        user = case.user_id or manager or self.user_id
        if user:
            today = case.company_id._collection_today()
            summary = partial(self._collection_summary, kind)
            case._quietly()._add_task(kind, today, summary, note, user)

    def _collection_summary(self, kind, env):
        """What the tasks of the credit team about this order are called."""
        return {
            "waiting": env._("Order %s waits", self.name),
            "money": env._("%s: ship, offset or refund", self.name),
        }[kind]

    # --------------------------------------------------------------------- going on

    def _collection_settle_waiting(self):
        """Orders that were confirmed or cancelled wait no more."""
        orders = self.sudo()  # whoever confirms does not write what waits
        over = orders.filtered(
            lambda order: order.collection_waiting and order.state not in QUOTATION
        )
        over._collection_unwait()

    def _collection_unwait(self):
        if self:
            self.write(
                {
                    "collection_waiting": False,
                    "collection_waiting_since": False,
                    "collection_waiting_reason": False,
                    "collection_money_asked": False,
                }
            )
            self._collection_finish_tasks()

    def _collection_finish_tasks(self):
        """The tasks of the credit team about these orders are done."""
        cases = self.env["collection.case"]
        types = cases._task_types("waiting", "money")
        for company, orders in self.grouped("company_id").items():
            names = [
                name
                for order in orders
                for kind in ("waiting", "money")
                for name in spoken_everywhere(
                    partial(order._collection_summary, kind), self.env
                )
            ]
            tasks = self.env["mail.activity"].search(
                [("activity_type_id", "in", types.ids), ("summary", "in", names)]
            )
            feedback = house(company)._("The order waits no more.")
            tasks.action_feedback(feedback=feedback)

    @api.model
    def _collection_wake(self, root, partner_ids):
        """Start the job when orders of debtors wait: something changed for them."""
        waiting = self.sudo().search(  # the job looks, not who made the change
            [
                ("collection_waiting", "=", True),
                ("company_id", "child_of", root.ids),
                ("partner_invoice_id.commercial_partner_id", "in", partner_ids),
            ],
            limit=1,
        )
        cron = self.env.ref(
            "collection_followup.ir_cron_waiting_orders", raise_if_not_found=False
        )
        if waiting and cron:
            cron._trigger()

    @api.model
    def _cron_collection_waiting(self):
        """Confirm the orders that need wait no more, each in its own transaction."""
        progress = self.env["ir.cron"]._commit_progress
        orders = self.search(
            [("collection_waiting", "=", True), ("state", "in", QUOTATION)], order="id"
        )
        progress(remaining=len(orders))
        for order in orders:
            try:
                with self.env.cr.savepoint():
                    order.with_env(house(order.company_id))._collection_go_on()
            except UserError as error:
                order._message_log(body=plaintext2html(str(error)))
            if not progress(1):
                break

    def _collection_go_on(self):
        """Confirm an order that waited if the gate lets it through now.

        What the customer has completed is confirmed as it would have been on the
        day; the salesperson looks at the others.
        """
        self.ensure_one()
        if not self._collection_verdicts()[self].allowed:
            return
        completed = self._collection_is_complete()
        self._collection_unwait()
        if completed:
            order = self.with_user(SUPERUSER_ID)
            order.with_context(send_email=True).action_confirm()
            return
        user = self.user_id or self.env.user
        env = speaking(self.env, user.lang)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=env._("Nothing holds this quotation any more"),
            note=env._("Check whether it is still valid, and confirm it."),
        )

    def _collection_is_complete(self):
        """Tell whether the customer has done what confirms an order."""
        self.ensure_one()
        live = self.transaction_ids.filtered(lambda tx: tx.state in LIVE)
        money = live.filtered(lambda tx: tx.state in MONEY)
        if money and self._is_confirmation_amount_reached():
            return True
        if any(tx._collection_pays_at_handover() for tx in live - money):
            return True
        return bool(
            self.signature and not self.is_expired and not self._has_to_be_paid()
        )
