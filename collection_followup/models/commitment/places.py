from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionCase(models.Model):
    """Promises on the screens of cases."""

    _inherit = "collection.case"

    commitment_ids = fields.One2many(
        "collection.commitment", "case_id", string="Promises", readonly=True
    )
    promise_count = fields.Integer(
        string="Running promises", compute="_compute_promises"
    )
    promise_due = fields.Date(
        string="Promise date",
        compute="_compute_promises",
        help="The next day for which money was promised.",
    )

    @api.depends("commitment_ids.state", "commitment_ids.date")
    def _compute_promises(self):
        groups = self.env["collection.commitment"]._read_group(
            [("case_id", "in", self.ids), ("state", "in", ("open", "to_approve"))],
            ["case_id"],
            ["__count", "date:min"],
        )
        found = {case.id: (count, day) for case, count, day in groups}
        for case in self:
            case.promise_count, case.promise_due = found.get(case.id, (0, False))

    def _next_pay_day(self, day):
        """The first day from ``day`` on that can be promised."""
        return self._next_payment_run(day)

    def action_promise(self):
        """Record what the customer promises to pay."""
        self.ensure_one()
        return self.env["collection.promise"]._open_for(self)

    def action_open_promises(self):
        """Show every promise of this debtor."""
        action = self._screen_action("collection_commitment_action")
        action["context"] = {"default_case_id": self.id}
        return action

    @api.model
    def _promise_for(self, lines):
        """Open the window of a promise for items of one debtor.

        :param lines: receivable journal items
        """
        lines = lines.filtered(
            lambda line: line.account_type == "asset_receivable" and line.balance > 0
        )
        debtors = lines.partner_id.commercial_partner_id
        roots = lines.company_id.root_id
        if len(debtors) != 1 or len(roots) != 1:
            raise UserError(
                self.env._("Choose open items of one customer and one company.")
            )
        case = self._case_to_promise(debtors, roots)
        case._check_promised_lines(lines)
        return self.env["collection.promise"]._open_for(case, lines)

    @api.model
    def _case_to_promise(self, debtor, root):
        """The case of a debtor; one is opened for who promises before it is late."""
        case = self.with_context(active_test=False).search(
            [("partner_id", "=", debtor.id), ("company_id", "=", root.id)]
        )
        if case:
            return case
        self._check_group(
            "user", self.env._("Only collectors record what customers promise.")
        )
        found = self.sudo().with_context(active_test=False)  # else a colleague's
        if found.search_count(
            [("partner_id", "=", debtor.id), ("company_id", "=", root.id)]
        ):
            raise UserError(
                self.env._("Another collector has the case of this customer.")
            )
        case_sudo = self.sudo()  # collectors open none; they were checked above
        return case_sudo.create({"partner_id": debtor.id, "company_id": root.id}).sudo(
            self.env.su
        )


class CollectionCommitment(models.Model):
    """A promise can be made anew for another day."""

    _inherit = "collection.commitment"

    def action_promise_again(self):
        """Record another day for the same items; this one is kept as postponed."""
        self.ensure_one()
        lines_sudo = self.line_ids.line_id.sudo()  # a branch's items, too
        lines = lines_sudo.filtered(
            lambda line: line.parent_state == "posted" and not line.reconciled
        )
        wizard = self.env["collection.promise"]
        return wizard._open_for(self.case_id, lines.sudo(self.env.su))


class AccountMove(models.Model):
    """Promises are recorded from invoices, one or many."""

    _inherit = "account.move"

    def action_collection_promise(self):
        """Record what the customer promises to pay of these invoices."""
        lines = self.line_ids.filtered(lambda line: not line.reconciled)
        return self.env["collection.case"]._promise_for(lines)


class CollectionOpenItem(models.Model):
    """Promises are recorded from the list of open items."""

    _inherit = "collection.open.item"

    def action_promise(self):
        """Record what the customer promises to pay of these items."""
        return self.env["collection.case"]._promise_for(self.line_id)


class CollectionInteraction(models.Model):
    """Promises are recorded from the contact in which they were made."""

    _inherit = "collection.interaction"

    def action_promise(self):
        """Record what the customer promised then."""
        self.ensure_one()
        wizard = self.env["collection.promise"]
        return wizard._open_for(self.case_id, interaction=self)
