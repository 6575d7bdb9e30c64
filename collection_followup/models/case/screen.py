from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...sentences import say_amount

COLLECTOR = "collection_followup.group_collection_user"
# Bootstrap's colours of the parts of what is overdue; dark for any other
COLORS = {
    "to_collect": "danger",
    "disputed": "warning",
    "promised": "info",
    "credited": "success",
    "in_transit": "primary",
    "excluded": "secondary",
}


class CollectionCase(models.Model):
    """What the case screens show beside the stored fields, and where they lead."""

    _inherit = "collection.case"

    rests = fields.Monetary(
        string="Excluded from reminders",
        compute="_compute_rests",
        help=(
            "Overdue, but disputed, promised, paused, covered by a credit or by a "
            "payment in transit."
        ),
    )
    amount_parts = fields.Json(
        string="How the amount is made up",
        compute="_compute_amount_parts",
        help="What is overdue: the amount to collect, and what is not claimed now.",
    )
    headline = fields.Char(
        string="Next step", compute="_compute_headline", help="What happens next."
    )
    open_item_ids = fields.One2many("collection.open.item", "case_id", readonly=True)
    open_item_count = fields.Integer(
        string="Open items", compute="_compute_open_item_count"
    )
    notice_count = fields.Integer(string="Notices", compute="_compute_notice_count")
    several_currencies = fields.Boolean(compute="_compute_several_currencies")

    people_ids = fields.Many2many(
        "res.partner",
        string="Contacts",
        compute="_compute_people_ids",
        help="Everybody of this customer who has not left.",
    )
    contact_stop_ids = fields.Many2many(
        "collection.contact.stop",
        string="Not to be contacted",
        compute="_compute_people_ids",
    )

    @api.depends("overdue", "to_collect")
    def _compute_rests(self):
        for case in self:
            case.rests = max(case.overdue - case.to_collect, 0.0)

    @api.depends("overdue", "to_collect", "other_parts", "excluded")
    @api.depends_context("lang")
    def _compute_amount_parts(self):
        names = ["to_collect", *self._part_columns(), "other_parts", "excluded"]
        parts = [(n, self._fields[n]._description_string(self.env)) for n in names]
        for case in self:
            case.amount_parts = [
                {
                    "name": name,
                    "label": label,
                    "text": say_amount(self.env, case[name], case.currency_id),
                    "percent": 100.0 * case[name] / case.overdue,
                    "color": COLORS.get(name, "dark"),
                }
                for name, label in parts
                if case.overdue > 0.0 and case[name] > 0.0
            ]

    @api.depends("next_action", "next_stage_id", "state", "stop")
    def _compute_headline(self):
        labels = dict(self._fields["next_action"]._description_selection(self.env))
        for case in self:
            label = labels.get(case.next_action, self.env._("Not evaluated yet"))
            if case.state == "closed":
                label = self.env._("Closed")
            elif case.next_action == "notice" and case.next_stage_id:
                label = self.env._("Send: %(stage)s", stage=case.next_stage_id.name)
            elif case.next_action == "wait" and case.next_stage_id:
                label = self.env._(
                    "Wait, then: %(stage)s", stage=case.next_stage_id.name
                )
            case.headline = label

    def _compute_open_item_count(self):
        groups = self.env["collection.open.item"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        )
        counts = dict(groups)
        for case in self:
            case.open_item_count = counts.get(case, 0)

    @api.depends("notice_ids")
    def _compute_notice_count(self):
        groups = self.env["collection.notice"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        )
        counts = dict(groups)
        for case in self:
            case.notice_count = counts.get(case, 0)

    @api.depends("total_ids.currency_id")
    def _compute_several_currencies(self):
        for case in self:
            case.several_currencies = case.total_ids.currency_id != case.currency_id

    def _colleague_error(self):
        """The error that tells a collector whose case this is; none for others."""
        case = self.sudo()  # only whose it is; the case stays closed
        near = case.company_id in self.env.companies.root_id
        if not (near and case.user_id and self.env.user.has_group(COLLECTOR)):
            return None
        return AccessError(
            self.env._(
                "%(customer)s is handled by %(collector)s. Ask them, or ask a credit "
                "manager to assign the case to you.",
                customer=case.partner_id.display_name,
                collector=case.user_id.name,
            )
        )

    @api.model
    @api.readonly
    def web_read_group(self, domain, groupby, *args, opening_info=None, **kwargs):
        """Open the column of debtors who were not reminded yet.

        The web client folds the column without a value; on the worklist that would
        hide the newest cases.
        """
        if groupby[:1] == ["stage_id"] and kwargs.get("auto_unfold"):
            limit = kwargs.get("unfold_read_default_limit")
            unreminded = {"value": False, "folded": False, "offset": 0, "limit": limit}
            # what the user folded himself comes with its own information
            opening_info = opening_info or [unreminded]
        return super().web_read_group(
            domain, groupby, *args, opening_info=opening_info, **kwargs
        )

    def action_open_items(self):
        """Show the open items of these cases."""
        return self._screen_action("collection_open_item_action")

    def action_open_notices(self):
        """Show every notice to these debtors, sent or not."""
        return self._screen_action("collection_notice_all_action")

    def _screen_action(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"collection_followup.{name}"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        action.pop("path", None)
        return action

    # -- the plain buttons of a case: send now, reply seen, address repaired

    def action_assign(self):
        """Ask who looks after these debtors, and by which strategy."""
        return self._wizard("collection.assign", self.env._("Assign"))

    def action_send_now(self):
        """Do for these debtors what the run would do today, and show it."""
        self.check_access("write")
        runs = self.env["collection.run"].sudo()  # rights were checked above
        for company, cases in self.grouped("company_id").items():
            runs |= runs._run(company, "case", partners=cases.partner_id)
        return self._show_sent(runs) if len(self) == 1 else self._show_all_sent(runs)

    def _show_all_sent(self, runs):
        """The notices of some runs, or why there are none."""
        notices = self.notice_ids.filtered(lambda notice: notice.run_id in runs)
        if not notices:
            why = "\n".join(note for note in runs.mapped("note") if note)
            return self._notify(
                why or self.env._("Nothing is due for these customers today."),
                "warning",
            )
        action = self._screen_action("collection_notice_all_action")
        return {**action, "domain": [("id", "in", notices.ids)]}

    def _show_sent(self, run):
        """The notice of a run for one debtor, or why there is none."""
        self.ensure_one()
        notice = self.notice_ids.filtered(
            lambda n: n.run_id == run or n.state in ("planned", "approved", "sending")
        )[:1]
        if not notice or notice.state == "cancelled":
            return self._notify(
                self.env._(
                    "Nothing is sent to %(debtor)s: %(reason)s",
                    debtor=self.partner_id.display_name,
                    reason=run.note or self.reason or "",
                ),
                "warning",
            )
        return {
            "type": "ir.actions.act_window",
            "name": notice.display_name,
            "res_model": "collection.notice",
            "res_id": notice.id,
            "view_mode": "form",
        }

    def action_reply_seen(self):
        """Somebody has read the reply: automatic steps go on."""
        self.check_access("write")
        replied = self.filtered("replied_on")
        if not replied:
            raise UserError(self.env._("There is no unread reply here."))

        def words(env):
            return env._("The reply was read.")

        replied.sudo().replied_on = False  # rights were checked above
        replied._finish_tasks(self._task_types("reply"), words)
        replied._say(words)
        replied._look_again()
        return True

    def action_repaired(self):
        """The address was corrected: notices may leave again."""
        self.check_access("write")
        bounced = self.filtered("bounced")
        if not bounced:
            raise UserError(self.env._("No notice came back here."))

        def words(env):
            return env._("The address was corrected.")

        bounced.sudo().bounced = False  # rights were checked above
        bounced._finish_tasks(self._task_types("repair"), words)
        bounced._say(words)
        bounced._look_again()
        return True

    # -------------------------- the people of the debtor, as the screens show them

    def _compute_people_ids(self):
        partners = self.env["res.partner"]
        people = partners.search(
            [
                ("commercial_partner_id", "in", self.partner_id.ids),
                ("collection_left_on", "=", False),
            ]
        ).grouped("commercial_partner_id")
        stops = self.env["collection.contact.stop"].search(
            [("debtor_id", "in", self.partner_id.ids), ("lifted_on", "=", False)]
        )
        for case in self:
            case.people_ids = people.get(case.partner_id, partners)
            case.contact_stop_ids = stops.filtered(
                lambda stop, case=case: (
                    stop.debtor_id == case.partner_id
                    and stop.company_id == case.company_id
                )
            )


class IrRule(models.Model):
    """Whoever follows a link to a colleague's case reads whose it is."""

    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        error = None
        if records._name == "collection.case" and len(records) == 1:
            error = records._colleague_error()
        return error or super()._make_access_error(operation, records)
