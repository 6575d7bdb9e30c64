from functools import partial

from odoo import api, fields, models
from odoo.tools import SQL

from ...sentences import say_date

# parts that rested up to yesterday: their cases are judged anew
RESTED = """
    SELECT DISTINCT d.partner_id FROM collection_dispute d
     WHERE d.company_id = %(root)s
       AND (d.state IN ('open', 'remedy') AND d.deadline + %(days)s + 1 = %(today)s
            OR d.state IN ('for_us', 'closed') AND d.pay_by + 1 = %(today)s)
"""


class CollectionDispute(models.Model):
    """A dispute that nobody decided in time goes to the owner's manager."""

    _inherit = "collection.dispute"

    manager_id = fields.Many2one(
        "res.users",
        string="Escalated to",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The owner's manager, who sees the dispute and may decide it too.",
    )
    escalated_on = fields.Date(string="Escalated on", readonly=True)
    overdue = fields.Boolean(
        compute="_compute_overdue",
        search="_search_overdue",
        help="The deadline has passed and nothing was decided.",
    )

    @api.depends("state", "deadline")
    def _compute_overdue(self):
        for dispute in self:
            today = dispute.company_id._collection_today()
            undecided = dispute.state in ("open", "remedy")
            dispute.overdue = undecided and bool(dispute.deadline < today)

    def _search_overdue(self, operator, value):
        if operator != "in" or True not in value or len(value) != 1:
            return NotImplemented
        return [
            ("state", "in", ("open", "remedy")),
            ("deadline", "<", self.env.company._collection_today()),
        ]

    @api.model
    def _nightly(self, root, today):
        """Settle what ran out in the night, and escalate what is overdue."""
        disputes = self.sudo()  # every case of the company, whoever starts the night
        changed = disputes._settle(root, None, today)
        late = disputes.search(
            [
                ("company_id", "=", root.id),
                ("state", "in", ("open", "remedy")),
                ("deadline", "<", today),
                ("escalated_on", "=", False),
            ]
        )
        late._escalate(root, today)
        rows = self.env.execute_query(
            SQL(
                RESTED,
                root=root.id,
                today=today,
                days=root.collection_dispute_rest_days,
            )
        )
        rested = self.env["res.partner"].browse([row[0] for row in rows])
        partners = changed.partner_id | rested
        self.env["collection.event"]._mark_partners(partners, root)

    def _escalate(self, root, today):
        """Give the managers of the owners a task for each of these disputes."""
        tasks = []
        for owner, disputes in self.grouped("user_id").items():
            manager = owner._collection_superior(root)
            disputes.write({"manager_id": manager.id, "escalated_on": today})
            tasks += [
                (
                    dispute,
                    manager,
                    today,
                    partial(dispute._late_words, owner),
                    dispute.note,
                )
                for dispute in disputes
            ]
        self._open_tasks("dispute_overdue", tasks)

    def _late_words(self, owner, env):
        """The task of the manager, in his language."""
        return env._(
            "%(number)s: %(owner)s has not decided it by %(deadline)s",
            number=self.name,
            owner=owner.name,
            deadline=say_date(env, self.deadline),
        )


class ResUsers(models.Model):
    """Whom a dispute goes to when its owner does not decide it."""

    _inherit = "res.users"

    def _collection_superior(self, company):
        """The manager of this user: employee's, sales team's, or credit manager.

        A hook for organisations that know better.
        """
        self.ensure_one()
        user_sudo = self.sudo()  # who leads whom is no secret in the house
        leaders = user_sudo.sale_team_id.user_id
        if "employee_id" in self._fields:  # hr is installed
            employee = user_sudo.with_company(company).employee_id
            leaders = employee.parent_id.user_id | leaders
        leaders = leaders.filtered(lambda u: u.active and u != self and not u.share)
        manager = leaders[:1].sudo(False) or company._collection_manager()
        return manager or self


class CollectionRun(models.Model):
    """Disputes in the night, before the run."""

    _inherit = "collection.run"

    @api.model
    def _wake_and_escalate(self):
        result = super()._wake_and_escalate()
        disputes = self.env["collection.dispute"]
        groups = disputes._read_group(
            [("state", "!=", "cancelled")], ["company_id"], []
        )
        for (company,) in groups:
            disputes._nightly(company, company._collection_today())
        return result
