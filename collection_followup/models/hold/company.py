from odoo import api, fields, models

from ...rules.hold.hold_facts import HoldSettings
from ...rules.hold.hold_presets import PRESETS, preset_of
from .hold import EFFECTS

PREFIX = "collection_hold_"
BEFORE = "collection_hold_before"


class ResCompany(models.Model):
    """When debtors are put on hold by themselves, and how hard."""

    _inherit = "res.company"

    collection_hold_auto = fields.Boolean(
        string="Hold customers automatically",
        help=(
            "Off: only holds set manually apply. Test the settings before you switch "
            "it on."
        ),
    )
    collection_hold_confirm = fields.Boolean(
        string="A credit manager confirms each hold",
        help=(
            "Nobody is put on hold automatically: each hold is proposed, with its "
            "reason."
        ),
    )
    collection_hold_before = fields.Json(
        help="The settings of holds before a preset was chosen, to go back to them."
    )
    collection_hold_stage = fields.Boolean(string="After a stage", default=True)
    collection_hold_stage_severity = fields.Integer(
        string="From severity", default=3, help="0 to 5, as on the stage."
    )
    collection_hold_stage_effect = fields.Selection(
        EFFECTS, string="Hold type: stage sent", default="cod", required=True
    )
    collection_hold_days = fields.Boolean(string="Days past due")
    collection_hold_days_late = fields.Integer(
        string="From days late", default=60, help="Calendar days after the due date."
    )
    collection_hold_days_sum = fields.Monetary(
        string="From amount late",
        help="In company currency: at least this much has to be so many days late.",
    )
    collection_hold_days_announced = fields.Boolean(
        string="Only after a notice has announced the hold",
        default=True,
        help="Off: days late count without any notice, for example on the day on "
        "which Collections is set up.",
    )
    collection_hold_days_effect = fields.Selection(
        EFFECTS, string="Hold type: days past due", default="prepay", required=True
    )
    collection_hold_amount = fields.Boolean(string="Overdue amount")
    collection_hold_amount_sum = fields.Monetary(string="From amount", default=5000.0)
    collection_hold_amount_effect = fields.Selection(
        EFFECTS, string="Hold type: overdue amount", default="prepay", required=True
    )
    collection_hold_share = fields.Boolean(string="Overdue share of the credit limit")
    collection_hold_share_percent = fields.Float(string="From percent", default=50.0)
    collection_hold_share_effect = fields.Selection(
        EFFECTS,
        string="Hold type: share of the credit limit",
        default="prepay",
        required=True,
    )
    collection_hold_broken = fields.Boolean(string="Broken promises", default=True)
    collection_hold_broken_times = fields.Integer(
        string="From promises broken", default=2
    )
    collection_hold_broken_effect = fields.Selection(
        EFFECTS, string="Hold type: broken promises", default="prepay", required=True
    )
    collection_hold_returned = fields.Boolean(string="Returned payments", default=True)
    collection_hold_returned_times = fields.Integer(
        string="From payments returned", default=1
    )
    collection_hold_returned_effect = fields.Selection(
        EFFECTS, string="Hold type: returned payments", default="prepay", required=True
    )
    collection_hold_minimum = fields.Monetary(
        string="Hold minimum",
        default=250.0,
        help="No customer is put on hold for less than this.",
    )
    collection_hold_minimum_share = fields.Float(
        string="Hold minimum, percent",
        default=5.0,
        help=(
            "No customer is put on hold for less than this share of the purchases of "
            "the last twelve months."
        ),
    )
    collection_hold_window = fields.Integer(
        string="Promises and returned payments count",
        default=90,
        help="Calendar days, and only while what they were about is open.",
    )
    collection_hold_believe = fields.Boolean(
        string="Believe reliable customers",
        default=True,
        help="Promises of reliable customers cause no hold while they run.",
    )
    collection_hold_grace_days = fields.Integer(
        string="Days of grace",
        default=7,
        help="So many days after a manager ended or refused a hold, no new one is set "
        "by itself.",
    )
    collection_hold_propose = fields.Boolean(
        string="Collectors propose holds",
        default=True,
        help="A credit manager confirms or refuses what they propose.",
    )

    _collection_hold_thresholds = models.Constraint(
        "CHECK (collection_hold_stage_severity BETWEEN 0 AND 5"
        " AND collection_hold_days_late >= 1 AND collection_hold_days_sum >= 0"
        " AND collection_hold_amount_sum >= 0"
        " AND collection_hold_share_percent > 0 AND collection_hold_broken_times >= 1"
        " AND collection_hold_returned_times >= 1)",
        "Holds: a severity is 0 to 5, the other thresholds are at least 1.",
    )
    _collection_hold_limits = models.Constraint(
        "CHECK (collection_hold_minimum >= 0"
        " AND collection_hold_minimum_share BETWEEN 0 AND 100"
        " AND collection_hold_window >= 1 AND collection_hold_grace_days >= 0)",
        "Holds: minima and days cannot be negative; the part of the purchases is at "
        "most 100 percent.",
    )

    collection_cod_term_id = fields.Many2one(
        "account.payment.term",
        string="Cash on delivery term",
        default=lambda self: self._collection_shipped_cod_term(),
        help="Quotations of a customer on hold with cash on delivery get this payment "
        "term.",
    )

    def write(self, vals):
        done = super().write(vals)
        if any(name.startswith(PREFIX) for name in vals):
            for root in self.root_id:
                self.env["collection.event"]._mark_all(root)
        return done

    def _collection_hold_settings(self, auto=None, preset=None):
        """The settings of the root company as the rule of holds wants them.

        :param auto: True to see what they would do if they were switched on
        :param preset: what they would do with one of ``rules.hold_presets``
        """
        root = self.root_id.sudo()  # whoever judges, the settings are those of all
        values = root._collection_hold_values() | dict(PRESETS.get(preset, {}))
        switches = {}
        if values["auto"] if auto is None else auto:
            causes = self.env["collection.hold"]._causes()
            found = {cause.code: cause.switch(values) for cause in causes}
            switches = {code: switch for code, switch in found.items() if switch}
        return HoldSettings(
            switches=switches,
            minimum=values["minimum"],
            minimum_share=values["minimum_share"] / 100.0,
            window=values["window"],
            believe=values["believe"],
            confirm=values["confirm"],
            policy=root._collection_policy(),
        )

    def _collection_hold_values(self):
        """The settings of holds as the company has them: {name: value}."""
        self.ensure_one()
        return {
            name.removeprefix(PREFIX): self[name]
            for name in self._fields
            if name.startswith(PREFIX) and name != BEFORE
        }

    # ------------------------------------------------------------------- presets

    def _collection_hold_preset(self):
        """The preset that is in force: its code, ``own``, or ``off``."""
        root = self.root_id.sudo()  # as above
        if not root.collection_hold_auto:
            return "off"
        return preset_of(root._collection_hold_values()) or "own"

    def _collection_hold_preset_words(self):
        """What the settings of holds are called."""
        return dict(self._collection_hold_choices())[self._collection_hold_preset()]

    @api.model
    def _collection_hold_choices(self):
        """The ways to put customers on hold: [(code, name)]."""
        choices = {
            "off": self.env._("Off: only holds set manually"),
            "watch": self.env._("Watch: every hold is proposed"),
            "mild": self.env._("Mild: cash on delivery, then prepayment"),
            "block": self.env._("Block: no new orders"),
            "own": self.env._("Settings of your own"),
        }
        return list(choices.items())

    def _collection_hold_choose(self, code):
        """Switch a preset on, or the automatic holds off; keeps what was before.

        :param code: one of ``rules.hold_presets``, or ``off``
        """
        root = self.root_id
        values = root._collection_hold_values()
        chosen = {**PRESETS.get(code, {}), "auto": code in PRESETS}
        before = {name: values[name] for name in chosen}
        root.write({BEFORE: before, **_of_company(chosen)})

    def _collection_hold_go_back(self):
        """Put the settings back to what they were before the last choice."""
        root = self.root_id
        if root.collection_hold_before:
            root.write({BEFORE: False, **_of_company(root.collection_hold_before)})

    # ---------------------------------------- the payment term of cash on delivery

    @api.model
    def _collection_shipped_cod_term(self):
        """The payment term that works without any set-up; empty if it was deleted."""
        return self.env.ref(
            "collection_followup.payment_term_cod", raise_if_not_found=False
        )

    @api.model
    def _collection_set_up_terms(self):
        """Give the shipped term to companies without one, when it is installed."""
        without = self.search([("collection_cod_term_id", "=", False)])
        without.collection_cod_term_id = self._collection_shipped_cod_term()


def _of_company(values):
    """Settings of holds under the names of the company's fields."""
    return {PREFIX + name: value for name, value in values.items()}
