from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules.strategy.clock import pay_by_date
from ..settings.guarded import By, by_hand


class CollectionDisputeReason(models.Model):
    """Why something is contested, as a tree: our fault, theirs, other."""

    _name = "collection.dispute.reason"
    _description = "Reason of a dispute"
    _inherit = ["collection.guarded"]
    _order = "sequence, id"
    _parent_store = True
    _people_write = by_hand(
        "active", "days", "name", "owner", "parent_id", "sequence", "side", "user_id"
    )
    _people_delete = By()

    display_name = fields.Char(recursive=True)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "collection.dispute.reason", string="Group", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("collection.dispute.reason", "parent_id")
    side = fields.Selection(
        [("ours", "Valid"), ("theirs", "Invalid"), ("other", "Other")],
        default="other",
        required=True,
        help=(
            "Whether disputes with this reason are usually valid (our error) or "
            "invalid (the customer's); the analysis groups by it."
        ),
    )
    owner = fields.Selection(
        [
            ("user", "This user"),
            ("salesperson", "Salesperson of the document"),
            ("collector", "Collector of the case"),
            ("manager", "Credit manager"),
        ],
        string="Resolved by",
        default="collector",
        required=True,
        help=(
            "Who is proposed as owner. If there is none (no salesperson on the "
            "document, for example), the collector, then the credit manager."
        ),
    )
    user_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="For example somebody in the warehouse or in invoicing.",
    )
    days = fields.Integer(
        string="Days to decide",
        default=10,
        required=True,
        help="Proposed deadline, in calendar days; moved to a working day.",
    )

    _days_positive = models.Constraint(
        "CHECK (days BETWEEN 1 AND 365)", "Between one day and a year to decide."
    )

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A reason cannot be its own group."))

    @api.constrains("owner", "user_id")
    def _check_user(self):
        if any(reason.user_id.share for reason in self):
            raise ValidationError(
                self.env._(
                    "Choose a colleague: a portal user cannot resolve a dispute."
                )
            )

    @api.depends("name", "parent_id.display_name")
    def _compute_display_name(self):
        for reason in self:
            names = [reason.parent_id.display_name, reason.name]
            reason.display_name = " / ".join(filter(None, names))

    def _owner_for(self, case, move):
        """The user who is proposed to mend a dispute with this reason.

        :param case: the case of the debtor
        :param move: the contested document
        """
        self.ensure_one()
        found = {
            "user": self.user_id,
            "salesperson": move.invoice_user_id,
            "manager": case.company_id._collection_manager(),
        }.get(self.owner, self.env["res.users"])
        if found and found.active and not found.share:
            return found
        return case._responsible()

    def _deadline_for(self, case):
        """The proposed deadline of a dispute that is opened today on a case."""
        self.ensure_one()
        today = case.company_id._collection_today()
        return pay_by_date(
            today, self.days, case.company_id._collection_calendar(today)
        )
