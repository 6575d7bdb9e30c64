from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

# calls of one morning; whoever has more opens the list again
MOST_CALLS = 100


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
        cases = self or self.search(self._listed(), limit=MOST_CALLS)
        cases = cases.sorted(lambda case: (-case.priority, -case.to_chase, case.id))
        waiting = cases.filtered(lambda case: case.state == "open" and not case.stop)
        if not waiting:
            raise UserError(self.env._("There is nobody to call in this list."))
        return waiting[:1]._call_sheet(waiting[1:])

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
            & Domain("to_chase", ">", 0)
            & Domain("stop", "=", False)
            & Domain("pause_until", "=", False)
            & (
                Domain("last_contact_date", "=", False)
                | Domain("last_contact_date", "<", today)
            )
        )

    def _call_sheet(self, queue=None):
        """The action that opens the sheet of one debtor.

        :param queue: the cases that follow; the worklist when left out
        """
        self.ensure_one()
        self.check_access("write")
        sheet = self.env["collection.call"].create(
            {
                "case_ids": [Command.set(self.ids)],
                "queue_ids": [Command.set(queue.ids if queue else [])],
                "queued": queue is not None,
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
            Command.create(
                {
                    "item_id": item.id,
                    "rests": item.amount_open - claims.get(item.id, item.amount_open),
                }
            )
            for item in items.sorted(lambda item: (item.date_due, item.id))
        ]

    def _claims_by_line(self):
        """What is to chase now of each open item, in its currency."""
        company = self.company_id
        claims = self.env["collection.reader"]._read_claims(
            company, self.partner_id, company._collection_today()
        )
        return {claim.item.key: claim.to_chase for claim in claims[self.partner_id.id]}

    @api.model
    def _next_to_call(self, done):
        """The next debtor of the worklist after those who were called.

        :param done: cases that are not called again
        """
        domain = self._domain_to_call() & Domain("id", "not in", done.ids)
        return self.search(domain, limit=1)
