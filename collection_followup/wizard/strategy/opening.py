from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from ...rules.strategy.opening import limitation_warning, opening_level
from .opening_line import DAYS_KEPT

KEPT = ("stage_id", "told_by", "told_on")


class CollectionOpening(models.TransientModel):
    """The opening position: where each debtor begins, confirmed by a manager.

    Nothing is sent before. First receivable entries of general journals are
    offered, then every debtor with overdue items and a proposal is shown.
    """

    _name = "collection.opening"
    _description = "Go-live review"
    _transient_max_hours = 24 * DAYS_KEPT
    _transient_max_count = 0

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    opened_on = fields.Date(related="company_id.collection_opened_on")
    limitation_years = fields.Integer(related="company_id.collection_limitation_years")
    state = fields.Selection(
        [
            ("entries", "Opening balances"),
            ("debtors", "Customers"),
            ("done", "Confirmed"),
        ],
        default="entries",
        required=True,
        readonly=True,
    )
    entry_ids = fields.One2many("collection.opening.entry", "wizard_id")
    line_ids = fields.One2many("collection.opening.line", "wizard_id")
    debtors = fields.Integer(compute="_compute_sums")
    overdue = fields.Monetary(compute="_compute_sums")
    old_amount = fields.Monetary(string="Old debt", compute="_compute_sums")
    left_out_count = fields.Integer(compute="_compute_left_out")
    left_out_amount = fields.Monetary(
        compute="_compute_left_out",
        help="Open receivable entries of general journals that are not followed up.",
    )

    @api.depends("state", "line_ids")
    def _compute_left_out(self):
        for wizard in self:
            entries = wizard._read_entries()
            wizard.left_out_count = len(entries)
            wizard.left_out_amount = sum(amount for _id, _due, amount in entries)

    @api.depends("line_ids.overdue", "line_ids.old_amount")
    def _compute_sums(self):
        for wizard in self:
            wizard.debtors = len(wizard.line_ids)
            wizard.overdue = sum(wizard.line_ids.mapped("overdue"))
            wizard.old_amount = sum(wizard.line_ids.mapped("old_amount"))

    @api.depends("company_id")
    def _compute_display_name(self):
        for wizard in self:
            name = wizard.company_id.name
            words = self.env._("Go-live review of %(company)s", company=name)
            wizard.display_name = words

    @api.constrains("company_id")
    def _check_own_company(self):
        # sums of the ledger are shown before any button is pressed
        if self.company_id - self.env.user.company_ids:
            raise AccessError(self.env._("You do not work for this company."))

    @api.model
    def _check_manager(self):
        if not self.env.user.has_group("collection_followup.group_collection_manager"):
            words = self.env._("Only credit managers may complete the go-live review.")
            raise AccessError(words)
        self._check_own_company()

    # -------------------------------------------------------------------- start

    @api.model
    def action_start(self):
        """Open the opening position of the company; go on where it was left."""
        self._check_manager()
        root = self.env.company.root_id
        wizard = self.search(
            [
                ("company_id", "=", root.id),
                ("state", "!=", "done"),
                ("create_uid", "=", self.env.uid),
            ],
            order="id desc",
            limit=1,
        )
        wizard = wizard or self.create({"company_id": root.id})
        wizard._refresh()
        self.env["collection.event"]._mark_all(root)  # the worklist fills meanwhile
        return wizard._show()

    def _show(self):
        """The action that shows this wizard on a page of its own."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Go-live review"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    def _refresh(self):
        """Read the ledger anew; choices that were made already stay."""
        self.ensure_one()
        if self.state == "entries":
            self._refresh_entries()
            if not self.entry_ids:
                self.state = "debtors"
        if self.state == "debtors":
            self._refresh_lines()

    def _forget(self, model):
        """Delete the rows of this wizard, without a log of thousands of numbers."""
        rows = self.env[model]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE wizard_id = %s",
                SQL.identifier(rows._table),
                self.id,
            )
        )
        self.env.invalidate_all()

    def _refresh_entries(self):
        """List open receivable entries of general journals that nobody follows."""
        ticked = set(self.entry_ids.filtered("included").line_id.ids)
        self._forget("collection.opening.entry")
        self.entry_ids = [
            Command.create(
                {
                    "line_id": line_id,
                    "date_maturity": due,
                    "amount": amount,
                    "included": line_id in ticked,
                }
            )
            for line_id, due, amount in self._read_entries()
        ]

    def _read_entries(self):
        """Open debts of general journals: (journal item id, due date, amount)."""
        items = self.env["account.move.line"]
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT l.id, COALESCE(l.date_maturity, l.date), l.amount_residual"
                "  FROM account_move_line l"
                "  JOIN account_journal j ON j.id = l.journal_id"
                "  JOIN res_partner p ON p.id = l.partner_id"
                " WHERE %s AND l.no_followup AND l.amount_residual > 0"
                "   AND j.type = 'general'"
                " ORDER BY 2, 1",
                items._collection_open_sql(self.company_id),
            )
        )

    # ------------------------------------------------------------------ entries

    def action_tick_all(self):
        """Tick every entry."""
        self._check_manager()
        self.entry_ids.included = True
        return self._show()

    def action_next(self):
        """Take the ticked entries into follow-up, then show the debtors."""
        self._check_manager()
        self._include()
        self.state = "debtors"
        self._refresh_lines()
        return self._show()

    def _include(self):
        """Take the mark "no follow-up" off the ticked entries.

        It is the accountant's mark, so it goes by the rights of the user.
        """
        lines = self.entry_ids.filtered("included").line_id
        if not lines:
            return
        if not lines.has_access("write"):
            raise UserError(
                self.env._(
                    "Following up opening balances takes the mark “No Follow-Up” off "
                    "journal items, and you may not change journal items. Ask an "
                    "accountant to be given the right to invoice, or to take the mark "
                    "off; or go on without ticking any entry."
                )
            )
        lines.no_followup = False

    def action_show_left_out(self):
        """List the entries that stay out of collections."""
        self._check_manager()
        entries = self.env["account.move.line"].browse(
            line_id for line_id, _due, _amount in self._read_entries()
        )
        name = self.env._("Not collected: entries of general journals")
        return entries._get_records_action(name=name, view_mode="list,form")

    # ------------------------------------------------------------------ debtors

    def _refresh_lines(self):
        """Show every debtor with overdue items; choices made already stay."""
        chosen = {
            line.partner_id.id: {name: line[name] for name in KEPT}
            for line in self.line_ids
        }
        self._forget("collection.opening.line")
        today = self.company_id._collection_today()
        values = [
            self._line_values(debtor, overdue, today)
            for debtor, overdue in self._read_overdue(today)
        ]
        for line in values:
            kept = chosen.get(line["partner_id"], {})
            if kept and kept["stage_id"].strategy_id.id in (False, line["strategy_id"]):
                line.update(kept, stage_id=kept["stage_id"].id)
        self.env["collection.opening.line"].create(values)

    def _read_overdue(self, today):
        """Debtors with overdue items: (facts of the debtor, his overdue items)."""
        root = self.company_id
        # cases are opened, and the whole ledger of the company is read
        self.env["collection.case"].sudo()._sync(root, today=today)
        reader = self.env["collection.reader"].sudo()
        found = []
        for debtor in reader._read_debtors(root, None, today):
            overdue = [i for i in debtor.items if i.due < today and self._is_new(i)]
            if overdue:
                found.append((debtor, overdue))
        return found

    @api.model
    def _is_new(self, item):
        """Tell whether collections knows nothing of an item yet."""
        return item.level is None and not dict(item.rests).get("paused")

    def _line_values(self, debtor, overdue, today):
        oldest = min(item.due for item in overdue)
        level = None
        if debtor.strategy:
            days = (today - oldest).days
            level = opening_level(days, debtor.strategy)
        return {
            "wizard_id": self.id,
            "partner_id": debtor.key,
            "strategy_id": debtor.strategy.key if debtor.strategy else False,
            "oldest_due": oldest,
            "days_late": (today - oldest).days,
            "item_count": len(overdue),
            "overdue": sum(item.open_company for item in overdue),
            "old_amount": sum(
                item.open_company for item in overdue if self._is_old(item, today)
            ),
            "stage_id": level.stage_key if level else False,
        }

    def _is_old(self, item, today):
        """Tell whether a debt is old enough for a limitation warning."""
        years = self.company_id.collection_limitation_years
        return limitation_warning(item.due, today, years)

    def action_from_the_start(self):
        """Let every debtor begin with the first reminder."""
        self._check_manager()
        self.line_ids.write({"stage_id": False, "told_by": False, "told_on": False})
        return self._show()

    def action_by_age(self):
        """Propose the stages by age again."""
        self._check_manager()
        self._forget("collection.opening.line")
        self._refresh_lines()
        return self._show()

    def action_edit_lines(self):
        """Open the debtors in a list, to change many at once."""
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "collection.opening.line",
            "view_mode": "list",
            "domain": [("wizard_id", "=", self.id)],
        }
