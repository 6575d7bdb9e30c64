from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...rules.notice import words
from ...sentences import speaking
from ..settings.guarded import By, by_hand
from .channel_names import set_channel_names

SEVERITIES = [
    ("0", "0 - courtesy"),
    ("1", "1 - reminder"),
    ("2", "2 - second reminder"),
    ("3", "3 - firm"),
    ("4", "4 - stern"),
    ("5", "5 - last"),
]
WORDS = ("subject", "opening", "closing")


class WholeHtml(fields.Html):
    """A rich text of which every language has a whole of its own.

    Odoo translates rich text piece by piece: a paragraph that somebody writes anew
    in one language takes the place of its translations in all others, and customers
    get it in a language that is not theirs.
    """

    def _get_attrs(self, model_class, name):
        return {**super()._get_attrs(model_class, name), "translate": True}


MARK = "\0"


class CollectionStage(models.Model):
    """One follow-up stage: when, to whom, by what, in which words."""

    _name = "collection.stage"
    _description = "Collection stage"
    _inherit = ["collection.guarded"]
    _order = "strategy_id, delay, severity, id"
    _people_write = by_hand(
        "active",
        "announces_hold",
        "approval",
        "approval_amount",
        "attach_invoices",
        "by_call",
        "by_email",
        "by_letter",
        "closing",
        "condition",
        "delay",
        "minimum",
        "name",
        "opening",
        "pay_by_days",
        "reply_slip",
        "role_id",
        "severity",
        "subject",
        "working_days",
    ) | by_hand("strategy_id", once=True)
    _people_delete = By()

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    strategy_id = fields.Many2one(
        "collection.strategy", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="strategy_id.currency_id")
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        default="1",
        help=(
            "How firm the stage is. When a customer changes strategy, the severity "
            "tells which stage of the new one has been reached."
        ),
    )
    delay = fields.Integer(
        string="Days after due date",
        required=True,
        help="The stage is due this many days after the due date (negative: before).",
    )
    working_days = fields.Boolean(
        string="Working days",
        help="Count working days of the company instead of calendar days.",
    )
    minimum = fields.Monetary(
        string="Minimum amount",
        help="The stage is passed over while the items that would reach it come to "
        "less than this, in company currency.",
    )
    condition = fields.Selection(
        [
            ("always", "Always"),
            ("late_or_new", "Late in the last 12 months, or first purchase"),
        ],
        default="always",
        required=True,
    )
    by_email = fields.Boolean(string="E-mail", default=True)
    by_letter = fields.Boolean(string="Letter")
    by_call = fields.Boolean(string="Call task")
    role_id = fields.Many2one(
        "collection.role",
        string="Writes to",
        ondelete="restrict",
        help=(
            "The contact of the customer who gets this stage. Without such a "
            "contact: the one who pays, then the one who receives invoices, then the "
            "customer."
        ),
    )
    pay_by_days = fields.Integer(
        string="Days to pay",
        default=10,
        help="The notice asks for payment by this many days after it is sent, moved "
        "to the next working day.",
    )
    attach_invoices = fields.Boolean(
        string="Invoice copies",
        help="Copies of the listed invoices go with the notice.",
    )
    announces_hold = fields.Boolean(
        string="Announces a hold",
        help="The words say that new orders may be put on hold. Only debts that such a "
        "notice has asked for, and whose pay-by date has passed, cause one.",
    )
    reply_slip = fields.Boolean(
        help="The letter ends with a slip that the customer can send back."
    )
    approval = fields.Selection(
        [
            ("never", "Never"),
            ("above", "Above an amount"),
            ("always", "Always"),
        ],
        default="never",
        required=True,
        help="Whether a person approves each notice before it leaves.",
    )
    approval_amount = fields.Monetary(
        help="Notices that ask for more than this, in company currency, wait for it."
    )
    subject = fields.Char(
        translate=True,
        help="Placeholders such as {{ company }} are filled in; the list is below.",
    )
    opening = WholeHtml(
        sanitize_attributes=True,
        help="What stands above the table of invoices.",
    )
    closing = WholeHtml(
        sanitize_attributes=True,
        help="What stands below the table of invoices.",
    )

    _delay_unique = models.UniqueIndex(
        "(strategy_id, delay, working_days) WHERE active",
        "Two stages of a strategy cannot have the same delay.",
    )
    _severity_unique = models.UniqueIndex(
        "(strategy_id, severity) WHERE active",
        "Two stages of a strategy cannot have the same severity.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (minimum >= 0 AND approval_amount >= 0)",
        "The minimum and the approval amount cannot be negative.",
    )
    _pay_by_positive = models.Constraint(
        "CHECK (pay_by_days >= 1)", "Give the customer at least one day to pay."
    )

    channels = fields.Char(compute="_compute_channels", help="How it leaves.")

    @api.constrains("by_email", "by_letter", "by_call")
    def _check_channel(self):
        for stage in self:
            if not (stage.by_email or stage.by_letter or stage.by_call):
                raise ValidationError(
                    self.env._(
                        "Stage %(stage)s has no channel: choose mail, letter or call.",
                        stage=stage.name,
                    )
                )

    @api.constrains("delay", "severity", "active", "strategy_id")
    def _check_order(self):
        for strategy in self.strategy_id:
            stages = strategy.stage_ids.sorted("delay")
            if stages.mapped("severity") != sorted(stages.mapped("severity")):
                raise ValidationError(
                    self.env._(
                        "In %(strategy)s a later stage is milder than an earlier one: "
                        "the severity has to rise with the days.",
                        strategy=strategy.display_name,
                    )
                )

    @api.constrains("subject", "opening", "closing")
    def _check_words(self):
        for stage in self:
            texts = (stage.subject, stage.opening, stage.closing)
            wrong = [name for text in texts for name in words.unknown(str(text or ""))]
            if wrong:
                # the texts may be those of another language than the user's
                reader = speaking(self.env, self.env.user.lang)
                raise ValidationError(
                    reader._(
                        "Stage %(stage)s uses unknown placeholders: %(wrong)s. Known "
                        "placeholders: %(known)s.",
                        stage=stage.name,
                        wrong=", ".join(wrong),
                        known=", ".join(words.PLACEHOLDERS),
                    )
                )

    def _check_access(self, operation):
        # EXTENDS: a stage is part of its strategy
        result = super()._check_access(operation)
        if operation == "read" or self.env.su:
            return result
        # whose stages they are, to ask the rights of the strategy itself
        strategies = self.sudo().strategy_id.sudo(False)
        refused = strategies._check_access("write") if strategies else None
        if not refused:
            return result
        stages = self.sudo().filtered(lambda one: one.strategy_id in refused[0])
        stages = stages.sudo(False)
        return (stages | result[0] if result else stages), refused[1]

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        stages.strategy_id._raise_revision()
        return stages

    def write(self, vals):
        if vals.keys() - {"name"}:
            self.strategy_id._raise_revision()
        return super().write(vals)

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # EXTENDS: the window of translations writes around cleaning and checks
        if field_name in WORDS:
            field = self._fields[field_name]
            translations = {
                lang: text and field.convert_to_cache(text, self)
                for lang, text in translations.items()
            }
        done = super()._update_field_translations(
            field_name, translations, digest, source_lang
        )
        if field_name in WORDS:
            for lang in translations:
                self.with_context(lang=lang)._validate_fields([field_name])
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._is_used():
            raise UserError(
                self.env._(
                    "This stage was used in notices: archive it instead of deleting it."
                )
            )
        self.strategy_id._raise_revision()

    def _is_used(self):
        """Tell whether any notice or item still refers to these stages."""
        notices = self.env["collection.notice"].sudo()  # any company's evidence counts
        return bool(notices.search_count([("stage_id", "in", self.ids)], limit=1))

    # -------------------------------------------- what the screens show of a stage

    @api.depends("by_email", "by_letter", "by_call")
    def _compute_channels(self):
        set_channel_names(self)

    # -------------------------------------------- what a subject line must not say

    @api.constrains("subject")
    def _check_subject(self):
        for stage in self:
            subject = stage.subject or ""
            if words.unknown(subject):
                continue  # said by the check of all words
            if MARK in words.fill(subject, {"total": MARK}):
                reader = speaking(self.env, self.env.user.lang)  # see _check_words
                raise ValidationError(
                    reader._(
                        "Leave the amount out of the subject of %(stage)s: a subject "
                        "shows on locked telephones and in the lists of colleagues.",
                        stage=stage.name,
                    )
                )
