from dataclasses import replace

from odoo import api, fields, models

from ...rules.interaction import call_spread
from ...sentences import say_amounts, say_date

LAST_WORDS = 5


class CollectionCall(models.TransientModel):
    """What the caller has before his eyes: purpose, people, last words, promises."""

    _inherit = "collection.call"

    queue_ids = fields.Many2many(
        "collection.case",
        "collection_call_queue_rel",
        "call_id",
        "case_id",
        string="To call after this",
    )
    queued = fields.Boolean(help="The list was chosen by the caller.")
    done_ids = fields.Many2many(
        "collection.case",
        "collection_call_done_rel",
        "call_id",
        "case_id",
        string="Called or skipped before",
    )
    queue_words = fields.Char(compute="_compute_queue_words")
    role = fields.Char(compute="_compute_role")
    phone = fields.Char(compute="_compute_role")
    purpose = fields.Text(
        compute="_compute_purpose",
        help="What you may read aloud: purpose and sum first.",
    )
    guard_words = fields.Char(compute="_compute_guard_words")
    guard_hard = fields.Boolean(
        compute="_compute_guard_words", help="This cannot be overridden."
    )
    several_currencies = fields.Boolean(related="case_id.several_currencies")
    currency_id = fields.Many2one(related="case_id.currency_id")
    to_collect = fields.Monetary(related="case_id.to_collect")
    days_late = fields.Integer(related="case_id.days_late")
    headline = fields.Char(related="case_id.headline")
    contact_ids = fields.Many2many("res.partner", compute="_compute_people")
    interaction_ids = fields.Many2many(
        "collection.interaction", compute="_compute_last_words"
    )
    commitment_ids = fields.Many2many(
        "collection.commitment", compute="_compute_last_words"
    )
    replaced_words = fields.Char(compute="_compute_replaced_words")
    reliability = fields.Char(related="case_id.reliability")
    orders_words = fields.Text(compute="_compute_orders_words")
    may_read_private = fields.Boolean(related="case_id.may_read_private")
    private_note_ids = fields.Many2many(
        "collection.private.note", compute="_compute_private_note_ids", exportable=False
    )

    @api.depends("queue_ids", "queued")
    def _compute_queue_words(self):
        for sheet in self:
            words = self.env._("The next customer on the worklist follows.")
            if sheet.queued:
                left = len(sheet.queue_ids)
                words = self.env._("%(left)s more to call.", left=left)
            sheet.queue_words = words

    @api.depends("contact_id", "case_ids")
    def _compute_role(self):
        for sheet in self:
            who = sheet.contact_id or sheet.partner_id
            sheet.role = ", ".join(who.collection_role_ids.mapped("name"))
            sheet.phone = who.phone

    @api.depends("contact_id", "case_ids")
    def _compute_purpose(self):
        for sheet in self:
            sheet.purpose = sheet._purpose() if sheet.case_id else ""

    def _purpose(self):
        """Who we are, what for, how much, since when: to be read aloud."""
        case = self.case_id._origin
        # what is promised or contested is not read out as past due
        asked = self.line_ids.filtered(lambda line: line._is_asked_for())
        oldest = asked.sorted(lambda line: (line.date_due, line.id))[:1]
        oldest_due = oldest.date_due or case.oldest_due
        values = {
            "user": self.env.user.name,
            "company": case.company_id.name,
            "sums": self._sums(case),
            "number": oldest.name or "",
            "day": say_date(self.env, oldest_due),
        }
        if not values["sums"]:
            return self.env._(
                "Good day, this is %(user)s from %(company)s. I am calling about the "
                "invoices on your account.",
                **values,
            )
        return self.env._(
            "Good day, this is %(user)s from %(company)s. I am calling about your "
            "account with us: %(sums)s is past due; the oldest invoice, %(number)s, "
            "was due on %(day)s. When did you send the payment?",
            **values,
        )

    def _sums(self, case):
        """What is to chase, by currency."""
        return say_amounts(
            self.env,
            [
                (total.to_collect, total.currency_id)
                for total in case.total_ids
                if total.currency_id.compare_amounts(total.to_collect, 0.0) > 0
            ],
        )

    def _asked_now(self):
        """What is asked for, without what is answered below or said to be sent.

        In the chosen currency, or the only one; nothing where none of several is
        chosen: then each is promised as it is asked for.
        """
        answers = replace(self._answers(self.case_id._origin), amount=0.0)
        today = self._today()
        groups = call_spread.by_currency(
            call_spread.left_to_promise(answers), answers.currency
        )
        if len(groups) != 1:
            return 0.0
        (items,) = groups.values()
        if answers.sent_on:
            _parts, items, _over = call_spread.spread(items, answers.sent_amount, today)
        parts, _left, _over = call_spread.spread(items, 0.0, today)
        return sum(part for _key, part in parts)

    @api.depends(
        "pay_on",
        "amount",
        "promise_currency_id",
        "sent_on",
        "sent_amount",
        "line_ids.answer",
        "line_ids.on",
        "line_ids.amount",
    )
    def _compute_replaced_words(self):
        for sheet in self:
            case = sheet.case_id._origin
            days = (sheet.pay_on, sheet.sent_on, *sheet.line_ids.mapped("on"))
            replaced = any(days) and case._promises_to_replace(sheet._answers(case))
            sheet.replaced_words = bool(replaced) and self.env._(
                "Promised already: %(promises)s. It gives way to the new promise.",
                promises=", ".join(promise._sum_and_day() for promise in replaced),
            )

    @api.depends("contact_id", "case_ids")
    def _compute_guard_words(self):
        for sheet in self:
            case = sheet.case_id._origin
            words, hard = case._call_guard(sheet.contact_id) if case else ("", False)
            sheet.guard_words, sheet.guard_hard = words, hard

    @api.depends("case_ids")
    def _compute_people(self):
        people = self.env["res.partner"].search(
            [("commercial_partner_id", "in", self.case_ids.partner_id.ids)]
        )
        for sheet in self:
            mine = people.filtered(
                lambda one, who=sheet.partner_id: one.commercial_partner_id == who
            )
            sheet.contact_ids = mine.sorted(
                lambda one: (not one.phone, not one.collection_role_ids, one.id)
            )

    @api.depends("case_ids")
    def _compute_last_words(self):
        for sheet in self:
            case = sheet.case_id._origin
            sheet.interaction_ids = case.interaction_ids[:LAST_WORDS]
            sheet.commitment_ids = case.commitment_ids.filtered(
                lambda one: one.state in ("to_approve", "open", "broken", "partly")
            ).sorted("date", reverse=True)[:LAST_WORDS]

    @api.depends("case_ids")
    def _compute_orders_words(self):
        for sheet in self:
            sheet.orders_words = sheet.case_id._origin._waiting_orders_words()

    @api.depends("case_ids")
    def _compute_private_note_ids(self):
        notes = self.env["collection.private.note"]
        for sheet in self:
            readable = sheet.may_read_private and notes.has_access("read")
            sheet.private_note_ids = (
                notes.search([("case_id", "in", sheet.case_ids.ids)])
                if readable
                else notes
            )
