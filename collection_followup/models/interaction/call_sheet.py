from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...sentences import say_amount

# calls of one morning; whoever has more opens the list again
MOST_CALLS = 100
MOST_ORDERS = 10


class CollectionCase(models.Model):
    """The call sheet: one debtor after the other, in the order of the worklist."""

    _inherit = "collection.case"

    def action_log_call(self):
        """Open the call sheet of this debtor."""
        self.ensure_one()
        return self._call_sheet()

    def action_call_through(self):
        """Call one debtor after the other: those chosen, or all of the list.

        The list is that of the screen, with its filters, the most urgent first.
        """
        cases = self or self.search(self._listed(), limit=MOST_CALLS)._to_call_today()
        cases = cases.sorted(lambda case: (-case.priority, -case.to_collect, case.id))
        waiting = cases.filtered(lambda case: case.state == "open" and not case.stop)
        if not waiting:
            raise UserError(self.env._("There is no one to call in this list."))
        return waiting[:1]._call_sheet(waiting[1:])

    def _to_call_today(self):
        """Those of a list whom a call is about today, and who were not called yet.

        Whoever goes on after a break does not start with those of the morning.
        """
        today = self.env.company._collection_today()
        entries = self.env["collection.interaction"]
        calls = entries._read_group(
            [
                ("case_id", "in", self.ids),
                ("kind", "=", "call"),
                ("written_on", "=", today),
            ],
            ["case_id"],
        )
        called = self.browse([case.id for (case,) in calls])
        return (self - called).filtered(
            lambda case: (
                not case.pause_until
                and (case.to_collect > 0 or case.activity_state in ("overdue", "today"))
            )
        )

    @api.model
    def _listed(self):
        """The filters of the list from which a button was pressed.

        They come from the browser and only choose among what the user may see.
        """
        domain = self.env.context.get("active_domain")
        if not isinstance(domain, list):
            return self._domain_to_call()
        return Domain(domain) & Domain("state", "=", "open")

    @api.model
    def _domain_to_call(self):
        """Whom a user calls when he chose nobody: his worklist, not called today."""
        today = self.env.company._collection_today()
        return (
            Domain("state", "=", "open")
            & Domain("user_id", "in", [self.env.uid, False])
            & Domain("to_collect", ">", 0)
            & Domain("stop", "=", False)
            & Domain("pause_until", "=", False)
            & (
                Domain("last_contact_date", "=", False)
                | Domain("last_contact_date", "<", today)
            )
        )

    def _call_sheet(self, queue=None, done=None):
        """The action that opens the sheet of one debtor.

        :param queue: the cases that follow; the worklist when left out
        :param done: cases that were called or skipped before this one
        """
        self.ensure_one()
        self.check_access("write")
        sheet = self.env["collection.call"].create(
            {
                "case_ids": [Command.set(self.ids)],
                "queue_ids": [Command.set(queue.ids if queue else [])],
                "queued": queue is not None,
                "done_ids": [Command.set(done.ids if done else [])],
                "contact_id": self._pick_contact("pays", "call")[0].id,
                "outcome": False,
                "line_ids": self._sheet_lines(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call sheet"),
            "res_model": sheet._name,
            "res_id": sheet.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _sheet_lines(self):
        """One line for each open item of the debtor, the oldest first."""
        items = self.open_item_ids.filtered(
            lambda item: item.amount_open > 0 and not item.no_followup
        )
        claims = self._claims_by_line()
        return [
            Command.create(self._sheet_line(item, claims.get(item.id)))
            for item in items.sorted(lambda item: (item.date_due, item.id))
        ]

    @api.model
    def _sheet_line(self, item, claim):
        """The values of one line; an item that is not chased has no claim."""
        return {
            "item_id": item.id,
            "rests": claim and item.amount_open - claim.to_collect,
            "contested": claim and claim.part("disputed"),
        }

    def _claims_by_line(self):
        """What is to chase of each open item now, and what is not: by its id."""
        company = self.company_id
        claims = self.env["collection.reader"]._read_claims(
            company, self.partner_id, company._collection_today()
        )
        return {claim.item.key: claim for claim in claims[self.partner_id.id]}

    @api.model
    def _next_to_call(self, done):
        """The next debtor of the worklist after those who were called.

        :param done: cases that were called or skipped: they do not come again
        """
        domain = self._domain_to_call() & Domain("id", "not in", done.ids)
        return self.search(domain, limit=1)

    # ------------------------------------------ what the call sheet asks of a case

    def _call_guard(self, contact):
        """Why now is not a good time to call, in words, and whether nobody may.

        :return: (words, hard); empty words when it is a good time
        """
        self.ensure_one()
        verdict = self._contact_verdict("call", contact or None)
        if verdict.allowed:
            return "", False
        return self._contact_words(verdict), verdict.hard

    def _waiting_orders_words(self):
        """The hold of the debtor and the orders that wait for money, one a line."""
        self.ensure_one()
        words = [self._order_words(order) for order in self._waiting_orders()]
        if self.hold_effect:
            effects = self._fields["hold_effect"]._description_selection(self.env)
            effect = dict(effects)[self.hold_effect]
            words.insert(0, self.env._("On hold: %(effect)s", effect=effect))
        return "\n".join(words)

    def _waiting_orders(self):
        """Orders that wait for money; with a hold, quotations that would."""
        # the caller need not read orders; number and sum help him to explain
        orders = self.env["sale.order"].sudo()
        domain = Domain(
            "partner_invoice_id.commercial_partner_id", "=", self.partner_id.id
        )
        domain &= Domain("company_id", "child_of", self.company_id.id)
        domain &= Domain("state", "in", ("draft", "sent"))
        if not self.hold_effect:
            domain &= Domain("collection_waiting", "=", True)
        return orders.search(domain, limit=MOST_ORDERS)

    def _order_words(self, order):
        return self.env._(
            "%(order)s for %(sum)s waits",
            order=order.name,
            sum=say_amount(self.env, order.amount_total, order.currency_id),
        )
