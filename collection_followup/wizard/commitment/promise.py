from datetime import timedelta
from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.commitment.commitment import WAYS


class CollectionPromiseAmount(models.AbstractModel):
    """An amount that somebody types in: JSON may bring what is no number."""

    _name = "collection.promise.amount"
    _description = "Amount of a promise to record"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_number(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_number(vals)
        return super().write(vals)

    @api.model
    def _check_number(self, vals):
        """Refuse what cannot be rounded, before a field tries to."""
        if not isfinite(float(vals.get("amount") or 0.0)):
            raise UserError(self.env._("Say how much they promise to pay."))


class CollectionPromise(models.TransientModel):
    """What the customer promises: which items, how much, by when, how, by whom."""

    _name = "collection.promise"
    _inherit = "collection.promise.amount"
    _description = "Record a promise"

    case_id = fields.Many2one("collection.case", required=True, readonly=True)
    company_id = fields.Many2one(related="case_id.company_id")
    partner_id = fields.Many2one(related="case_id.partner_id", string="Customer")
    reliability = fields.Char(related="case_id.reliability")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        help="In which currency they pay. Where it is not that of an item, the money "
        "counts by the rate of the day on which it is paid.",
    )
    line_ids = fields.One2many("collection.promise.line", "wizard_id", string="Items")
    amount = fields.Monetary(
        string="Promised",
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="Less than the chosen items: the oldest ones are promised first.",
    )
    date = fields.Date(string="Payment date", required=True)
    way = fields.Selection(WAYS, string="Payment method", default="transfer")
    reference = fields.Char(
        string="Payment details", help="Cheque number or details of the transfer."
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Promised by",
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    interaction_id = fields.Many2one("collection.interaction", readonly=True)
    note = fields.Text()
    replaces_ids = fields.Many2many(
        "collection.commitment",
        compute="_compute_replaces_ids",
        help="These were about the same part; they are kept as replaced.",
    )
    approval = fields.Char(compute="_compute_approval")
    confirm = fields.Boolean(
        string="Confirm by e-mail",
        default=lambda self: self.env.company.root_id.collection_confirm_promises,
        help="Write to the customer today what was agreed.",
    )

    @api.depends("line_ids.take", "line_ids.amount", "currency_id")
    def _compute_amount(self):
        for wizard in self:
            taken = wizard.line_ids.filtered("take")
            if taken.currency_id <= wizard.currency_id:
                wizard.amount = sum(taken.mapped("amount"))
            else:  # in another currency they say how much it is
                wizard.amount = wizard.amount

    @api.depends("line_ids.take", "line_ids.amount")
    def _compute_replaces_ids(self):
        for wizard in self:
            wizard.replaces_ids = wizard.line_ids.filtered(
                lambda line: (
                    line.take
                    and line.currency_id.compare_amounts(line.amount, line.free) > 0
                )
            ).holder_ids

    @api.depends("date", "case_id")
    def _compute_approval(self):
        manager = "collection_followup.group_collection_manager"
        may = self.env.user.has_group(manager)
        for wizard in self:
            company = wizard.company_id
            last = company._collection_today() + timedelta(
                days=company.collection_promise_days
            )
            late = wizard.date and wizard.date > last and not may
            wizard.approval = late and self.env._(
                "That is more than %(days)s days ahead: a credit manager has to "
                "agree. Until then the items are excluded from reminders.",
                days=company.collection_promise_days,
            )

    @api.model
    def _open_for(self, case, lines=None, interaction=None):
        """Open the window for a case with its open items.

        :param case: the case
        :param lines: the journal items to choose; all that is overdue otherwise
        :param interaction: the contact in which the promise was made
        """
        case.check_access("write")
        case.ensure_one()
        chosen = {} if lines else case._promise_suggestion()
        opens = case._open_lines().sudo()  # a branch's items belong to the list
        free = case._promise_free(opens, None)
        picked = lines or self.env["account.move.line"].union(*chosen)
        rows = [
            self._line_values(line, free[line], line in picked, chosen)
            for line in opens
        ]
        wizard = self.create(
            {
                **self._first_values(case, picked),
                "contact_id": interaction and interaction.contact_id.id,
                "interaction_id": interaction and interaction.id,
                "line_ids": [Command.create(row) for row in rows],
            }
        )
        return wizard._get_records_action(
            name=self.env._("Promise to pay"), target="new"
        )

    @api.model
    def _first_values(self, case, lines):
        """What is suggested: the debtor's next pay day, the currency of the items."""
        today = case.company_id._collection_today()
        first = case.company_id._collection_calendar(today).add_working(today, 1)
        currency = lines.sudo().currency_id  # of a branch's items, too
        return {
            "case_id": case.id,
            "currency_id": (currency[:1] or case.currency_id).id,
            "date": case._next_pay_day(first),
        }

    @api.model
    def _line_values(self, line, free, chosen, suggested):
        """One open item with what may be promised of it."""
        amount, holders = free
        plain = line.sudo(False)
        default = amount if line.currency_id.compare_amounts(amount, 0.0) > 0 else 0.0
        return {
            "line_id": line.id,
            "currency_id": line.currency_id.id,
            "date_due": line._collection_due(),
            "open_amount": line.amount_residual_currency,
            "free": max(amount, 0.0),
            "holder_ids": [Command.set(holders.ids)],
            "take": chosen,
            "amount": suggested.get(plain) or default or line.amount_residual_currency,
        }

    def action_confirm(self):
        """Record the promise; the case checks it."""
        self.ensure_one()
        taken = self.line_ids.filtered("take")
        commitment = self.case_id._promise(
            {
                "items": {line.line_id: line.amount for line in taken},
                "amount": self.amount,
                "currency_id": self.currency_id.id,
                "date": self.date,
                "way": self.way,
                "reference": self.reference,
                "contact_id": self.contact_id.id,
                "interaction_id": self.interaction_id.id,
                "note": self.note,
                "replaces": self.replaces_ids,
            }
        )
        if self.confirm and commitment.state == "open":
            commitment._confirm_by_mail()
        return {"type": "ir.actions.act_window_close"}


class CollectionPromiseLine(models.TransientModel):
    """One open item in the window of a promise."""

    _name = "collection.promise.line"
    _inherit = "collection.promise.amount"
    _description = "Item of a promise to record"
    _order = "date_due, line_id"

    wizard_id = fields.Many2one(
        "collection.promise", required=True, index=True, ondelete="cascade"
    )
    take = fields.Boolean(string="Promised")
    line_id = fields.Many2one("account.move.line", required=True, readonly=True)
    name = fields.Char(related="line_id.move_id.name", string="Number")
    currency_id = fields.Many2one("res.currency", readonly=True)
    date_due = fields.Date(string="Due date", readonly=True)
    open_amount = fields.Monetary(string="Open", readonly=True)
    free = fields.Monetary(
        string="Not promised yet",
        readonly=True,
        help="Open and neither promised nor disputed.",
    )
    holder_ids = fields.Many2many("collection.commitment", readonly=True)
    amount = fields.Monetary(string="Promised amount")


class CollectionPromiseCancel(models.TransientModel):
    """Why a promise is given up, or not agreed to."""

    _name = "collection.promise.cancel"
    _description = "End of a promise"

    commitment_ids = fields.Many2many(
        "collection.commitment", string="Promises", required=True, readonly=True
    )
    kind = fields.Selection(
        [("cancel", "Cancel"), ("refuse", "Refuse")], required=True, readonly=True
    )
    reason = fields.Text(required=True, help="It stays on the promise.")

    def action_confirm(self):
        """Do it, with the reason in words; the model checks the rights."""
        self.ensure_one()
        if not self.commitment_ids:
            raise UserError(self.env._("Choose at least one promise."))
        if self.kind == "refuse":
            self.commitment_ids._refuse(self.reason)
        else:
            self.commitment_ids._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
