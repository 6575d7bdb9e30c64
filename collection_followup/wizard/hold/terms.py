from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules.hold.terms import propose
from ...sentences import house, say_amount


class CollectionTerms(models.TransientModel):
    """Present and proposed terms of a debtor, with what spoke for the proposal."""

    _name = "collection.terms"
    _description = "Credit terms of a customer"

    case_id = fields.Many2one("collection.case", required=True, ondelete="cascade")
    partner_id = fields.Many2one(related="case_id.partner_id", string="Customer")
    company_id = fields.Many2one(related="case_id.company_id")
    currency_id = fields.Many2one(related="case_id.currency_id")
    present = fields.Char(string="Now", compute="_compute_findings")
    limits_off = fields.Boolean(compute="_compute_findings")
    findings = fields.Text(
        string="Why",
        compute="_compute_findings",
        help="What the payments, promises and purchases of twelve months show.",
    )
    trust = fields.Selection(
        [
            ("credit", "Credit"),
            ("cod", "Cash on delivery"),
            ("prepay", "Prepayment"),
        ],
        string="Buys on",
        required=True,
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
        help=(
            "Cash on delivery and prepayment put the customer on a manual hold: "
            "quotations get those terms until the hold ends, and their own terms "
            "back afterwards."
        ),
    )
    term_id = fields.Many2one(
        "account.payment.term",
        string="Payment terms",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
        domain="['|', ('company_id', '=', False), ('company_id', '=', company_id)]",
    )
    use_limit = fields.Boolean(
        string="Own credit limit",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
    )
    limit = fields.Monetary(
        string="Credit limit",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
        help=(
            "What the customer may owe and have ordered; never raised for one who "
            "pays late."
        ),
    )
    reason = fields.Text(
        string="Your reason",
        help="It stays on the case and on the customer, with what was found.",
    )

    @api.depends("case_id")
    def _compute_findings(self):
        for wizard in self:  # one on the screen
            case = wizard.case_id
            wizard.findings = wizard._findings_in_words(wizard._proposal())
            wizard.present = case._terms_words()
            wizard.limits_off = not case.company_id.account_use_credit_limit

    @api.depends("case_id")
    def _compute_proposal(self):
        for wizard in self:  # one on the screen
            proposal = wizard._proposal()
            wizard.trust = proposal.trust
            wizard.term_id = wizard.case_id._terms_fitting(proposal.term_days)
            wizard.use_limit = proposal.trust == "credit" and proposal.limit > 0.0
            wizard.limit = proposal.limit

    def _proposal(self):
        """Ask the rule; only a credit manager may."""
        case = self.case_id
        case._check_terms_rights()
        return propose(case._terms_behaviour(case.company_id._collection_today()))

    def _findings_in_words(self, proposal):
        """Everything that was found, one sentence a line."""
        texts = {
            "no_sales": self.env._("Nothing was bought in the last twelve months."),
            "few_months": self.env._("Bought in %(months)d months only."),
            "punctual": self.env._("Pays in time: usually %(days)d days late."),
            "late": self.env._(
                "Pays late: usually %(days)d days, %(share)d percent of the money."
            ),
            "very_late": self.env._("Pays very late: usually %(days)d days."),
            "broken": self.env._("Promises broken: %(count)d."),
            "kept": self.env._("Promises kept: %(count)d."),
            "overdue_old": self.env._("%(amount)s is open, up to %(days)d days late."),
            "usual": self.env._("Buys for %(amount)s a month on average."),
            "never_raised": self.env._(
                "Pays late: the limit stays at %(limit)s and is not raised."
            ),
        }
        return "\n".join(
            texts[finding.code] % self._finding_values(finding)
            for finding in proposal.findings
        )

    def _finding_values(self, finding):
        """The values of a finding as they are read: money, and shares in percent."""
        values = dict(finding.values)
        for name in {"amount", "limit"} & values.keys():
            values[name] = say_amount(self.env, values[name], self.currency_id)
        if "share" in values:
            values["share"] *= 100
        return values

    @api.constrains("limit")
    def _check_limit(self):
        if any(wizard.use_limit and wizard.limit <= 0.0 for wizard in self):
            raise ValidationError(
                self.env._(
                    "A limit is more than zero: zero means no limit. To sell nothing "
                    "on credit, choose prepayment."
                )
            )

    def action_confirm(self):
        """Give the debtor what was decided."""
        self.ensure_one()
        case = self.case_id
        case._check_terms_rights()
        self._check_limit()
        findings = self.with_env(house(case.company_id))._findings_in_words(
            self._proposal()
        )
        reason = "\n".join(filter(None, (self.reason, findings)))
        if self.trust != "credit":
            case._hold(self.trust, reason)
        else:
            case._set_terms(
                self.term_id, self.limit if self.use_limit else None, reason
            )
        return {"type": "ir.actions.act_window_close"}
