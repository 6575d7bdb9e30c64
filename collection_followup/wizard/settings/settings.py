from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import html_escape
from odoo.tools.mail import plaintext2html

from ...sentences import house, say_amount


def kept(kind, name, **values):
    """A setting that the root company keeps, changed where it is shown."""
    return kind(related=f"company_id.{name}", readonly=False, **values)


class CollectionSettings(models.TransientModel):
    """The settings of a company, for its credit managers.

    Odoo's general settings need an administrator. Whoever may open this form keeps
    these settings, and no others of the company.
    """

    _name = "collection.settings"
    _description = "Collections settings"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    hold_words = fields.Char(
        string="Automatic holds",
        compute="_compute_hold_words",
        help="Whom the settings put on hold by themselves.",
    )

    # the daily run
    collection_auto = kept(fields.Boolean, "collection_auto")
    collection_opened_on = fields.Date(related="company_id.collection_opened_on")
    collection_strategy_id = kept(fields.Many2one, "collection_strategy_id")
    collection_manager_id = kept(fields.Many2one, "collection_manager_id")
    collection_weekly_list = kept(fields.Boolean, "collection_weekly_list")
    # payments in transit
    collection_bank_stale_days = kept(fields.Integer, "collection_bank_stale_days")
    collection_bank_confirmed_on = fields.Date(
        related="company_id.collection_bank_confirmed_on"
    )
    collection_bank_days = kept(fields.Integer, "collection_bank_days")
    collection_transit_days = kept(fields.Integer, "collection_transit_days")
    collection_online_days = kept(fields.Integer, "collection_online_days")
    # measure
    collection_remainder_share = kept(fields.Float, "collection_remainder_share")
    collection_remainder_amount = kept(fields.Monetary, "collection_remainder_amount")
    collection_repeat_window = kept(fields.Integer, "collection_repeat_window")
    collection_repeat_most = kept(fields.Integer, "collection_repeat_most")
    collection_sternest = kept(fields.Integer, "collection_sternest")
    collection_person_severity = kept(fields.Integer, "collection_person_severity")
    collection_limitation_years = kept(fields.Integer, "collection_limitation_years")
    # people
    collection_reply_days = kept(fields.Integer, "collection_reply_days")
    collection_decision_days = kept(fields.Integer, "collection_decision_days")
    collection_contact_from = kept(fields.Float, "collection_contact_from")
    collection_contact_to = kept(fields.Float, "collection_contact_to")
    collection_email_hours = kept(fields.Boolean, "collection_email_hours")
    collection_call_saturday = kept(fields.Boolean, "collection_call_saturday")
    collection_call_saturday_person = kept(
        fields.Boolean, "collection_call_saturday_person"
    )
    collection_contact_most = kept(fields.Integer, "collection_contact_most")
    collection_stop_elsewhere = kept(fields.Selection, "collection_stop_elsewhere")
    collection_call_most = kept(fields.Integer, "collection_call_most")
    collection_call_most_person = kept(fields.Integer, "collection_call_most_person")
    collection_call_window = kept(fields.Integer, "collection_call_window")
    collection_talk_days = kept(fields.Integer, "collection_talk_days")
    collection_document_days = kept(fields.Integer, "collection_document_days")
    # disputes, promises and plans
    collection_dispute_rest_days = kept(fields.Integer, "collection_dispute_rest_days")
    collection_dispute_pay_days = kept(fields.Integer, "collection_dispute_pay_days")
    collection_plan_months = kept(fields.Integer, "collection_plan_months")
    collection_plan_smallest = kept(fields.Monetary, "collection_plan_smallest")
    collection_plan_most = kept(fields.Integer, "collection_plan_most")
    collection_plan_remind_days = kept(fields.Integer, "collection_plan_remind_days")
    collection_confirm_promises = kept(fields.Boolean, "collection_confirm_promises")
    collection_reliable_share = kept(fields.Float, "collection_reliable_share")
    collection_promise_grace = kept(fields.Integer, "collection_promise_grace")
    collection_promise_tolerance = kept(fields.Monetary, "collection_promise_tolerance")
    collection_promise_share = kept(fields.Float, "collection_promise_share")
    collection_promise_days = kept(fields.Integer, "collection_promise_days")
    collection_broken_days = kept(fields.Integer, "collection_broken_days")
    # letters
    collection_window_side = kept(fields.Selection, "collection_window_side")
    collection_both_sides = kept(fields.Boolean, "collection_both_sides")
    collection_letter_orders = kept(fields.Boolean, "collection_letter_orders")
    collection_cod_term_id = kept(
        fields.Many2one,
        "collection_cod_term_id",
        domain="['|', ('company_id', '=', False), "
        "('company_id', 'parent_of', company_id)]",
    )
    # credit holds
    collection_hold_auto = kept(fields.Boolean, "collection_hold_auto")
    collection_hold_confirm = kept(fields.Boolean, "collection_hold_confirm")
    collection_hold_stage = kept(fields.Boolean, "collection_hold_stage")
    collection_hold_stage_severity = kept(
        fields.Integer, "collection_hold_stage_severity"
    )
    collection_hold_stage_effect = kept(
        fields.Selection, "collection_hold_stage_effect"
    )
    collection_hold_days = kept(fields.Boolean, "collection_hold_days")
    collection_hold_days_late = kept(fields.Integer, "collection_hold_days_late")
    collection_hold_days_sum = kept(fields.Monetary, "collection_hold_days_sum")
    collection_hold_days_announced = kept(
        fields.Boolean, "collection_hold_days_announced"
    )
    collection_hold_days_effect = kept(fields.Selection, "collection_hold_days_effect")
    collection_hold_amount = kept(fields.Boolean, "collection_hold_amount")
    collection_hold_amount_sum = kept(fields.Monetary, "collection_hold_amount_sum")
    collection_hold_amount_effect = kept(
        fields.Selection, "collection_hold_amount_effect"
    )
    collection_hold_share = kept(fields.Boolean, "collection_hold_share")
    collection_hold_share_percent = kept(fields.Float, "collection_hold_share_percent")
    collection_hold_share_effect = kept(
        fields.Selection, "collection_hold_share_effect"
    )
    collection_hold_broken = kept(fields.Boolean, "collection_hold_broken")
    collection_hold_broken_times = kept(fields.Integer, "collection_hold_broken_times")
    collection_hold_broken_effect = kept(
        fields.Selection, "collection_hold_broken_effect"
    )
    collection_hold_returned = kept(fields.Boolean, "collection_hold_returned")
    collection_hold_returned_times = kept(
        fields.Integer, "collection_hold_returned_times"
    )
    collection_hold_returned_effect = kept(
        fields.Selection, "collection_hold_returned_effect"
    )
    collection_hold_minimum = kept(fields.Monetary, "collection_hold_minimum")
    collection_hold_minimum_share = kept(fields.Float, "collection_hold_minimum_share")
    collection_hold_window = kept(fields.Integer, "collection_hold_window")
    collection_hold_believe = kept(fields.Boolean, "collection_hold_believe")
    collection_hold_grace_days = kept(fields.Integer, "collection_hold_grace_days")
    collection_hold_propose = kept(fields.Boolean, "collection_hold_propose")
    collection_limit_refuses = kept(fields.Boolean, "collection_limit_refuses")

    def _compute_display_name(self):
        self.display_name = self.env._("Collections settings")

    @api.depends("company_id.collection_hold_auto")
    def _compute_hold_words(self):
        for settings in self:
            settings.hold_words = settings.company_id._collection_hold_preset_words()

    # --------------------------------------------------------------------- saving

    @api.model_create_multi
    def create(self, vals_list):
        # said here: a context cannot bring another one along
        ours = {"company_id": self.env.company.root_id.id}
        vals_list = [ours | vals for vals in vals_list]
        for vals in vals_list:
            self._check_keeps(self.env["res.company"].browse(vals["company_id"]))
        # managers write no companies: only the settings of this form, of theirs
        settings = super(CollectionSettings, self.sudo()).create(vals_list)
        return settings.with_env(self.env)

    def write(self, vals):
        if "company_id" in vals:
            raise AccessError(
                self.env._("Settings belong to one company: open those of the other.")
            )
        self._check_keeps(self.company_id)
        before = self._shown(vals)
        # managers write no companies: only the settings of this form, of theirs
        done = super(CollectionSettings, self.sudo()).write(vals)
        self._log_changes(before, self._shown(vals))
        return done

    @api.model
    def _check_keeps(self, companies):
        """Refuse whoever does not keep the settings of these companies."""
        if not self.env["collection.case"]._is_credit_manager():
            raise AccessError(
                self.env._("Only a credit manager changes the settings of collections.")
            )
        foreign = companies - self.env.user.company_ids
        if foreign or companies != companies.root_id:
            raise AccessError(
                self.env._(
                    "You keep the settings of main companies that you work for. "
                    "Ask an administrator for access to the company."
                )
            )

    def _shown(self, names):
        """The values of fields as people read them: {field: text}, one company each."""
        return [
            {
                name: record.with_env(house(record.company_id))._shown_value(name)
                for name in names
                if name in self._fields
            }
            for record in self
        ]

    def _shown_value(self, name):
        """One setting as people read it, in the language of the environment."""
        field, value = self._fields[name], self[name]
        if field.type == "monetary":
            return say_amount(self.env, value, self.currency_id)
        return field.convert_to_export(value, self)

    def _log_changes(self, before, after):
        """Note on the company who changed which setting."""
        for settings, old, new in zip(self, before, after, strict=True):
            env = house(settings.company_id)
            names = self.with_env(env).fields_get(attributes=["string"])
            lines = [
                f"{names[name]['string']}: {old[name]} → {new[name]}"
                for name in new
                if old[name] != new[name]
            ]
            if lines:
                company = settings.company_id.sudo()  # only to keep the note
                body = env._("Collections settings were changed.")
                text = plaintext2html("\n".join(lines))
                company._message_log(body=html_escape(body) + text)

    # ------------------------------------------------------------------- opening

    @api.model
    def action_open(self):
        """Open the settings of the current company."""
        settings = self.create({})
        return settings._get_records_action(
            name=self.env._("Collections settings"), target="current"
        )

    def action_hold_presets(self):
        """Choose how customers are put on hold, after seeing whom it would touch."""
        self.ensure_one()
        return self.env["collection.hold.test"]._open(self.company_id)
