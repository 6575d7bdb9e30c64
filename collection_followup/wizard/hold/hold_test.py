from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ...models.hold.hold import EFFECTS

CHANGES = [
    ("held", "Would be held"),
    ("proposed", "Would be proposed"),
    ("changed", "Would change"),
    ("freed", "Would be freed"),
    ("stays", "Stays on hold"),
    ("kept_away", "Prevented"),
]


class CollectionHoldTest(models.TransientModel):
    """Whom a preset, or the settings, would hold or free today.

    Nothing is touched until the manager takes the preset.
    """

    _name = "collection.hold.test"
    _description = "Test of the hold settings"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(readonly=True)
    preset = fields.Selection(
        lambda self: self.env["res.company"]._collection_hold_choices(),
        string="Tested",
        required=True,
        readonly=True,
        default="own",
    )
    current = fields.Selection(
        lambda self: self.env["res.company"]._collection_hold_choices(),
        string="In force",
        compute="_compute_current",
    )
    may_go_back = fields.Boolean(compute="_compute_current")
    line_ids = fields.One2many("collection.hold.test.line", "test_id", readonly=True)
    judged = fields.Integer(string="Customers evaluated", readonly=True)
    held = fields.Integer(string="Would be held", compute="_compute_counts")
    proposed = fields.Integer(string="Would be proposed", compute="_compute_counts")
    freed = fields.Integer(string="Would be freed", compute="_compute_counts")
    touched = fields.Monetary(
        string="Order value touched",
        compute="_compute_counts",
        help=(
            "Open quotations and confirmed orders, not invoiced yet, of the "
            "customers who would be held or proposed, or stay on hold."
        ),
    )

    @api.depends("line_ids.change", "line_ids.touched")
    def _compute_counts(self):
        for test in self:
            changes = test.line_ids.grouped("change")
            none = test.line_ids.browse()
            for name in ("held", "proposed", "freed"):
                test[name] = len(changes.get(name, none))
            on = test.line_ids.filtered(
                lambda line: line.change in ("held", "proposed", "changed", "stays")
            )
            test.touched = sum(on.mapped("touched"))

    def _compute_display_name(self):
        self.display_name = self.env._("Test of the hold settings")

    @api.depends("company_id.collection_hold_auto")
    def _compute_current(self):
        for test in self:
            test.current = test.company_id._collection_hold_preset()
            test.may_go_back = bool(test.company_id.collection_hold_before)

    # -------------------------------------------------------------------- testing

    @api.model
    def action_open(self):
        """Test the settings of the current company and show the answer."""
        return self._open(self.env.company.root_id)

    @api.model
    def _open(self, root):
        """Judge every open case as if holds were on, and show who is touched."""
        self._check_manager()
        test = self.create({"company_id": root.id})
        test._test()
        return test._get_records_action(
            name=self.env._("Credit holds: test and choose"), target="current"
        )

    def action_test_watch(self):
        """Show whom the preset would touch."""
        return self._test("watch")

    def action_test_mild(self):
        """Show whom the preset would touch."""
        return self._test("mild")

    def action_test_block(self):
        """Show whom the preset would touch."""
        return self._test("block")

    def action_test_own(self):
        """Show whom the settings as they stand would touch."""
        return self._test()

    def _test(self, preset="own"):
        """Judge every open case, and write down who would be touched."""
        self.ensure_one()
        self._check_manager()
        root = self.company_id
        today = root._collection_today()
        judged, lines = self._lines(root, today, preset)
        self.line_ids.unlink()
        self.write(
            {
                "preset": preset,
                "date": today,
                "judged": judged,
                "line_ids": [Command.create(values) for values in lines],
            }
        )
        return True

    # ------------------------------------------------------------------- choosing

    def action_choose(self):
        """Take the preset that was tested: holds are set within a minute."""
        return self._change_to(lambda root: root._collection_hold_choose(self.preset))

    def action_switch_off(self):
        """Switch the automatic holds off; those set by hand stay."""
        return self._change_to(lambda root: root._collection_hold_choose("off"))

    def action_go_back(self):
        """Put the settings back to what they were before the last choice."""
        return self._change_to(lambda root: root._collection_hold_go_back())

    def _change_to(self, change):
        """Change the settings of the company and note who did it."""
        self.ensure_one()
        self._check_manager()
        root = self.company_id.sudo()  # managers keep these settings, see above
        before = root._collection_hold_preset_words()
        change(root)
        after = root._collection_hold_preset_words()
        root._message_log(
            body=self.env._(
                "Automatic credit holds: %(before)s → %(after)s",
                before=before,
                after=after,
            )
        )
        return True

    def _check_manager(self):
        if not self.env["collection.case"]._is_credit_manager():
            raise AccessError(
                self.env._("Only a credit manager tests and chooses credit holds.")
            )
        if self.company_id.root_id - self.env.user.company_ids:  # it has the settings
            raise AccessError(self.env._("You do not work for this company."))

    # ------------------------------------------------------------------- answering

    @api.model
    def _lines(self, root, today, preset):
        """How many customers were looked at, and a line for each who is touched."""
        holds = self.env["collection.hold"].sudo()  # a manager sees every case
        partners = self._cases(root).partner_id
        decisions = holds.env["collection.case"]._decide(root, partners, today)
        settings = root._collection_hold_settings(auto=True, preset=preset)
        verdicts = holds._verdicts(root, decisions, settings, today)
        active = holds._standing(root, partners, "active")
        touched = holds._touched(root, partners)
        speaker = holds._speaker(root)
        lines = [
            self._line(
                partner_id,
                verdict,
                active.get(partner_id, holds),
                speaker,
                touched.get(partner_id, (0.0, 0.0, [])),
            )
            for partner_id, verdict in verdicts.items()
        ]
        return len(verdicts), [line for line in lines if line]

    @api.model
    def _cases(self, root):
        """Every case that is open or has a hold."""
        cases = self.env["collection.case"].sudo()  # a manager sees every case
        return cases.with_context(active_test=False).search(
            [
                ("company_id", "=", root.id),
                "|",
                ("state", "=", "open"),
                ("hold_ids.state", "in", ("active", "proposed")),
            ]
        )

    @api.model
    def _line(self, partner_id, verdict, hold, speaker, touched):
        change = self._change(verdict, hold)
        if not change:
            return None
        return {
            "partner_id": partner_id,
            "change": change,
            "effect_now": hold.effect,
            "effect": verdict.effect or verdict.proposal,
            "reason": speaker.why(verdict.causes, hold.note or ""),
            "why_not": speaker.why_not(verdict.why_not),
            "amount": verdict.amount,
            "quoted": touched[0],
            "ordered": touched[1],
            "touched": sum(touched[:2]),
            "order_ids": [Command.set(touched[2])],
        }

    @api.model
    def _change(self, verdict, hold):
        """What would become of the debtor; nothing to say of most."""
        if verdict.proposal:
            return "proposed"
        if hold:
            if verdict.effect is None:
                return "freed"
            return "stays" if verdict.effect == hold.effect else "changed"
        if verdict.effect:
            return "held"
        return "kept_away" if verdict.why_not and verdict.causes else None


class CollectionHoldTestLine(models.TransientModel):
    """One debtor whom the settings would touch."""

    _name = "collection.hold.test.line"
    _description = "Customer in a test of the hold settings"
    _order = "change, touched desc, id"

    test_id = fields.Many2one(
        "collection.hold.test", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="test_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    change = fields.Selection(CHANGES, required=True)
    effect_now = fields.Selection(EFFECTS, string="Now")
    effect = fields.Selection(EFFECTS, string="With these settings")
    reason = fields.Text(string="Causes")
    why_not = fields.Text(string="What prevents it")
    why = fields.Text(
        compute="_compute_why", help="The causes, and what prevents the hold."
    )
    amount = fields.Monetary(string="Release amount")
    quoted = fields.Monetary(string="Open quotations")
    ordered = fields.Monetary(string="Confirmed, not invoiced")
    touched = fields.Monetary(string="Order value touched")
    order_ids = fields.Many2many("sale.order", string="Orders touched")

    @api.depends("reason", "why_not")
    def _compute_why(self):
        for line in self:
            said = (line.reason, line.why_not)
            line.why = "\n".join(text for text in said if text)
