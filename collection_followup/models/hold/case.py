from odoo import api, fields, models
from odoo.tools import SQL

from ..settings.ruled_fields import RuledOne2many
from .hold import EFFECTS

# the answer that orders ask for, kept on the case
STORE = """
    UPDATE collection_case c SET hold_id = h.id, hold_effect = h.effect
      FROM collection_case k
      LEFT JOIN collection_hold h ON h.case_id = k.id AND h.state = 'active'
     WHERE k.id = c.id AND c.id = ANY(%s)
       AND (c.hold_id, c.hold_effect) IS DISTINCT FROM (h.id, h.effect)
 RETURNING c.id
"""


class CollectionCase(models.Model):
    """The stored answer to "may this debtor buy on credit?"."""

    _inherit = "collection.case"

    hold_id = fields.Many2one(
        "collection.hold",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The hold that is active now.",
    )
    hold_effect = fields.Selection(
        EFFECTS, string="On hold", readonly=True, index="btree_not_null"
    )
    hold_ids = fields.One2many(
        "collection.hold", "case_id", string="Holds so far", readonly=True
    )
    release_ids = fields.One2many("collection.hold.release", "case_id", readonly=True)
    commitment_ids = fields.One2many("collection.commitment", "case_id")
    plan_ids = fields.One2many("collection.plan", "case_id")
    dispute_ids = fields.One2many("collection.dispute", "case_id")
    private_note_ids = RuledOne2many("collection.private.note", "case_id")
    hold_exempt = fields.Boolean(
        string="Exempt from credit hold",
        tracking=True,
        help=(
            "No hold is set for this customer, and one that is active ends. Only a "
            "credit manager changes it."
        ),
    )

    hold_since = fields.Date(related="hold_id.since", string="On hold since")
    hold_reason = fields.Text(related="hold_id.reason", string="Why on hold")
    hold_frees = fields.Text(related="hold_id.frees")
    hold_stop_trading = fields.Boolean(related="hold_id.stop_trading")
    proposed_hold_id = fields.Many2one(
        "collection.hold", string="Proposed hold", compute="_compute_proposed_hold_id"
    )
    proposed_hold_effect = fields.Selection(
        EFFECTS, string="Proposed", compute="_compute_proposed_hold_id"
    )
    proposed_hold_reason = fields.Text(
        string="Why proposed", compute="_compute_proposed_hold_id"
    )
    hold_count = fields.Integer(string="Holds", compute="_compute_hold_count")
    release_words = fields.Char(string="Released", compute="_compute_release_words")

    def _store_hold(self):
        """Keep the active hold of these cases on them, in one statement."""
        self.env.flush_all()
        rows = self.env.execute_query(SQL(STORE, self.ids))
        changed = self.browse([case_id for (case_id,) in rows])
        changed.invalidate_recordset(["hold_id", "hold_effect"])
        # a confirmation that began before sees it, see the lock
        held = changed.filtered("hold_effect").partner_id
        self.env["collection.credit.lock"]._set_holds(held.ids)
        changed._hold_changed()

    def _hold_changed(self):
        """Hook: the hold of these cases was set, changed or ended just now."""

    # ----------------------------------------- the hold on the screens of the case

    @api.depends("hold_ids.state")
    def _compute_proposed_hold_id(self):
        holds = self.env["collection.hold"].search(
            [("case_id", "in", self.ids), ("state", "=", "proposed")]
        )
        proposed = holds.grouped("case_id")
        for case in self:
            hold = proposed.get(case, holds.browse())
            case.proposed_hold_id = hold
            case.proposed_hold_effect = hold.effect
            case.proposed_hold_reason = hold.reason

    @api.depends("hold_ids")
    def _compute_hold_count(self):
        groups = self.env["collection.hold"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        )
        counts = dict(groups)
        for case in self:
            case.hold_count = counts.get(case, 0)

    @api.depends("release_ids")
    def _compute_release_words(self):
        holds = self.env["collection.hold"]
        for company, cases in self.grouped("company_id").items():
            today = company._collection_today() if company else None
            releases = holds._open_releases(cases, today) if company else {}
            for case in cases:
                found = releases.get(case.id, ())
                case.release_words = "; ".join(r._in_words() for r in found)

    def action_hold(self):
        """Ask how hard these debtors are put on hold, and why."""
        return self._wizard("collection.hold.set", self.env._("Put on hold"))

    def action_end_hold(self):
        """Ask why the hold is over."""
        return self.hold_id.action_end()

    def action_approve_hold(self):
        """Confirm the hold that is proposed."""
        return self.proposed_hold_id.action_approve()

    def action_refuse_hold(self):
        """Ask why the proposed hold is refused."""
        return self.proposed_hold_id.action_refuse()

    def action_release(self):
        """Ask what is let through in spite of the hold."""
        self.ensure_one()
        self.hold_id._check_manager()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release"),
            "res_model": "collection.release",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_open_holds(self):
        """Show every hold of these debtors."""
        return self._screen_action("collection_hold_history_action")

    def write(self, vals):
        done = super().write(vals)
        if "hold_exempt" in vals:
            self._look_again()
        return done
