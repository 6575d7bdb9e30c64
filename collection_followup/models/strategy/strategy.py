from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...sentences import house
from ..settings.guarded import By, by_hand


class CollectionStrategy(models.Model):
    """An ordered list of follow-up stages for one kind of debtor.

    Every change of what a strategy sends raises its revision. Until a manager
    has seen a dry run of that revision and confirmed it, nothing is sent by it.
    """

    _name = "collection.strategy"
    _description = "Collection strategy"
    _inherit = ["collection.guarded", "mail.thread"]
    _order = "sequence, id"
    _people_write = by_hand(
        "active",
        "category_ids",
        "company_id",
        "debtor_kind",
        "min_gap",
        "name",
        "sequence",
        "stage_ids",
    )
    _people_delete = By()

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10,
        help="The first strategy that fits a customer is used, top to bottom.",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self._own_company(),
        help="Leave empty to use the strategy in every company; it is then changed by "
        "credit managers of all of them.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    min_gap = fields.Integer(
        string="Days between notices",
        default=7,
        required=True,
        tracking=True,
        help=(
            "At least this many calendar days lie between two notices to the same "
            "customer. The pay-by date of the last notice plus three bank days is "
            "waited for as well."
        ),
    )
    debtor_kind = fields.Selection(
        [
            ("any", "Everybody"),
            ("company", "Companies"),
            ("person", "Private persons"),
        ],
        string="Customer type",
        default="any",
        required=True,
        tracking=True,
        help="Only customers of this kind get the strategy by themselves.",
    )
    category_ids = fields.Many2many(
        "res.partner.category",
        string="Partner tags",
        help=(
            "Only customers with one of these tags get the strategy by themselves. "
            "Empty: every customer."
        ),
    )
    stage_ids = fields.One2many("collection.stage", "strategy_id", copy=True)
    revision = fields.Integer(default=1, readonly=True, copy=False)
    confirmed_revision = fields.Integer(readonly=True, copy=False)
    confirmed = fields.Boolean(
        compute="_compute_confirmed",
        search="_search_confirmed",
        help="An edited strategy sends nothing until its dry run was confirmed.",
    )
    case_count = fields.Integer(compute="_compute_case_count")

    _min_gap_positive = models.Constraint(
        "CHECK (min_gap >= 1)",
        "There must be at least one day between two notices.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for strategy in self:
            company = strategy.company_id or self.env.company
            strategy.currency_id = company.currency_id

    @api.depends("revision", "confirmed_revision")
    def _compute_confirmed(self):
        for strategy in self:
            strategy.confirmed = strategy.revision == strategy.confirmed_revision

    def _search_confirmed(self, operator, value):
        if operator != "in":
            return NotImplemented
        # a handful of records; two columns cannot be compared in a domain
        strategies = self.with_context(active_test=False).search([("id", ">", 0)])
        return [("id", "in", strategies.filtered(lambda s: s.confirmed in value).ids)]

    def _compute_case_count(self):
        groups = self.env["collection.case"]._read_group(
            [("strategy_id", "in", self.ids), ("state", "=", "open")],
            ["strategy_id"],
            ["__count"],
        )
        counts = dict(groups)
        for strategy in self:
            strategy.case_count = counts.get(strategy, 0)

    @api.constrains("company_id")
    def _check_company_is_root(self):
        for strategy in self:
            if strategy.company_id != strategy.company_id.root_id:
                raise ValidationError(
                    self.env._(
                        "A strategy belongs to a whole company: choose %(root)s "
                        "instead of its branch.",
                        root=strategy.company_id.root_id.display_name,
                    )
                )

    @api.model
    def _own_company(self):
        """The company of a new strategy: none where the user manages all there are."""
        root = self.env.company.root_id
        return root.browse() if self._manages_all() else root

    @api.model
    def _manages_all(self):
        """Tell whether the user works for every company that shares strategies."""
        roots_sudo = self.env["res.company"].sudo()  # only how many there are
        roots = roots_sudo.search([("parent_id", "=", False)])
        return self.env.su or roots <= self.env.user.company_ids

    def _check_access(self, operation):
        # EXTENDS: what every company uses is changed by those who manage them all
        result = super()._check_access(operation)
        if operation == "read" or self._manages_all():
            return result
        shared = self.sudo().filtered(lambda one: not one.company_id).sudo(False)
        if not shared:
            return result
        return (shared | result[0] if result else shared), shared._shared_error

    def _shared_error(self):
        return AccessError(
            self.env._(
                "Every company uses %(names)s: it is changed by a credit manager of "
                "all of them. Copy it for your company.",
                names=", ".join(self.mapped("name")),
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.stage_ids._is_used():
            raise UserError(
                self.env._(
                    "Notices were sent by this strategy: archive it instead, so that "
                    "they keep their meaning."
                )
            )

    def write(self, vals):
        if self._revision_fields() & vals.keys():
            self._raise_revision()
        result = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")  # nobody shares more than he manages
        return result

    def copy_data(self, default=None):
        shared = {} if self._manages_all() else {"company_id": self._own_company().id}
        return super().copy_data({**shared, **(default or {})})

    @api.model
    def _revision_fields(self):
        """Fields whose change alters what is sent, and so asks for a dry run."""
        return {"min_gap", "debtor_kind", "category_ids", "company_id", "active"}

    def _raise_revision(self):
        """Ask for a new dry run before the strategy sends anything."""
        for strategy in self.sudo():  # whoever changes it does not choose the number
            strategy.revision += 1

    def action_confirm(self):
        """Confirm that the dry run of this revision was seen (managers only)."""
        self.check_access("write")
        for strategy in self:
            if not strategy.stage_ids:
                raise UserError(
                    self.env._(
                        "%(strategy)s has no stages yet: add at least one.",
                        strategy=strategy.display_name,
                    )
                )
            strategy_sudo = strategy.sudo()  # rights were checked above
            strategy_sudo.confirmed_revision = strategy.revision
            strategy.message_post(
                body=house(strategy.company_id or self.env.company)._(
                    "Confirmed: the strategy may send from now on."
                )
            )
        self.env["collection.event"]._mark_all(self.env.company)
        return True
