from odoo import fields, models
from odoo.tools import SQL

from .collection_hold import EFFECTS
from .fields_ruled import RuledOne2many

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
        string="Never on hold",
        tracking=True,
        help="No hold is set for this debtor, and one that is active ends. Only a "
        "credit manager changes it.",
    )

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
