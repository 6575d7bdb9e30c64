from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...rules.commitment.commitment import caps_of, deadline
from ...sentences import house, say_amount, say_date, speaking, spoken
from .commitment import RUNNING

MANAGER = "collection_followup.group_collection_manager"
APPROVAL = "collection_followup.mail_activity_type_approve_promise"


class CollectionCommitment(models.Model):
    """From the record to its end by people: approved, refused, replaced, cancelled."""

    _inherit = "collection.commitment"

    @api.model_create_multi
    def create(self, vals_list):
        commitments = super().create(vals_list)
        for root, group in commitments.grouped("company_id").items():
            today = root._collection_today()
            world = self._world(root, today, None)
            for commitment in group:
                commitment.deadline = deadline(
                    commitment.date, world.calendar, world.terms
                )
        return commitments

    @api.model
    def _people_instead(self):
        return self.env._(
            "A promise stands as it was made: record a new one, or cancel it with its "
            "reason."
        )

    @api.depends("amount", "currency_id", "date", "partner_id")
    @api.depends_context("lang", "collection_show_debtor")
    def _compute_display_name(self):
        with_debtor = self.env.context.get("collection_show_debtor")  # calendars
        for commitment in self:
            if not commitment.currency_id:  # nothing is known of it yet
                commitment.display_name = commitment.partner_id.name
                continue
            words = commitment._sum_and_day()
            if with_debtor:
                words = f"{commitment.partner_id.name}: {words}"
            commitment.display_name = words

    def _sum_and_day(self):
        """What was promised in a few words, for sentences that are kept."""
        self.ensure_one()
        return self.env._(
            "%(amount)s by %(date)s",
            amount=say_amount(self.env, self.amount, self.currency_id),
            date=say_date(self.env, self.date),
        )

    # -------------------------------------------------------------------- approval

    def _ask_approval(self, today):
        """Ask the credit manager to agree when the day is far ahead.

        Instalments are agreed to with their plan.

        :param today: the company's day
        """
        far = self.filtered(
            lambda promise: (
                not promise.plan_id
                and (promise.date - today).days
                > promise.company_id.collection_promise_days
            )
        )
        if not far or self.env.user.has_group(MANAGER):
            return
        far.state = "to_approve"
        far._ask_for_answer(today)

    def _ask_for_answer(self, today):
        """Open the task of the credit manager."""
        for promise in self:
            manager = promise.company_id._collection_manager() or self.env.user
            env = speaking(self.env, manager.lang)
            promise.with_context(mail_activity_quick_update=True).activity_schedule(
                APPROVAL,
                date_deadline=today,
                summary=env._(
                    "Approve the promise of %(debtor)s: %(promise)s",
                    debtor=promise.partner_id.display_name,
                    promise=promise.with_env(env)._sum_and_day(),
                ),
                note=promise.note,
                user_id=manager.id,
            )

    def _finish_approval(self, feedback):
        """Close the tasks that asked for the answer; ``feedback`` as in ``_say``."""
        for company, promises in self.grouped("company_id").items():
            promises.activity_feedback(
                [APPROVAL], feedback=spoken(feedback, house(company))
            )

    def _close_approvals(self):
        """Take back the question about promises that have ended without an answer."""
        ended = self.filtered(lambda promise: promise.state not in RUNNING)
        ended.activity_unlink([APPROVAL])

    def _check_manager(self):
        """Only credit managers answer for promises of days far ahead."""
        if not (self.env.su or self.env.user.has_group(MANAGER)):
            raise AccessError(
                self.env._("Only a credit manager agrees to promises for a later day.")
            )
        self.check_access("write")
        if any(promise.state != "to_approve" for promise in self):
            raise UserError(self.env._("This promise waits for no approval."))

    def action_approve(self):
        """Agree to promises for a day far ahead (credit managers)."""
        self._check_manager()
        promises_sudo = self.sudo()  # rights were checked above
        promises_sudo.state = "open"
        promises_sudo._finish_approval(lambda env: env._("Approved."))
        promises_sudo._confirm_late()
        promises_sudo.case_id._look_again()
        return True

    def _confirm_late(self):
        """Write to the customer now that it was agreed, where the settings say so."""
        self.filtered(
            lambda promise: promise.company_id.collection_confirm_promises
        )._confirm_by_mail()

    def action_refuse(self):
        """Ask why the promise is refused (credit managers)."""
        self._check_manager()
        return self._ask_why("refuse", self.env._("Refuse the promise"))

    # ------------------------------------------------------------------ cancelling

    def action_cancel(self):
        """Ask why the promise is given up."""
        self.check_access("write")
        self._check_running()
        return self._ask_why("cancel", self.env._("Cancel the promise"))

    def _ask_why(self, kind, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "collection.promise.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_commitment_ids": [Command.set(self.ids)],
                "default_kind": kind,
            },
        }

    def _check_running(self):
        """Only what still runs can be given up: the rest is history."""
        if any(promise.state not in RUNNING for promise in self):
            raise UserError(
                self.env._("This promise has ended already: it stays as it is.")
            )

    def _refuse(self, reason):
        """Say no to promises for a day far ahead: nothing rests, call again.

        :param reason: why, in words
        """
        self._check_manager()
        reason = self.case_id._words(reason)
        promises_sudo = self.sudo()  # rights were checked above

        def words(env):
            return env._("Not approved: %(reason)s", reason=reason)

        promises_sudo._end("refused", words)
        promises_sudo.case_id._quietly()._add_tasks(
            "call",
            [
                (
                    promise.case_id,
                    promise.company_id._collection_today(),
                    lambda env: env._("Promise not approved: agree on an earlier day"),
                    words,
                    promise.user_id,
                )
                for promise in promises_sudo
            ],
        )

    def _cancel(self, reason):
        """Give promises up by hand; their items are chased again.

        :param reason: why, in words
        """
        self.check_access("write")
        self._check_running()
        reason = self.case_id._words(reason)
        promises_sudo = self.sudo()  # rights were checked above
        promises_sudo._end(
            "cancelled", lambda env: env._("Cancelled: %(reason)s", reason=reason)
        )

    def _end(self, code, words):
        """End promises with a reason as in ``_say``, and judge their cases anew."""
        for company, promises in self.grouped("company_id").items():
            reason = spoken(words, house(company))
            promises.write(
                {"state": "cancelled", "reason_code": code, "reason": reason}
            )
        self._finish_approval(words)
        self._say(words)
        self.case_id._look_again()

    def _tell_case(self):
        """Keep in the thread of the case what was promised."""
        for promise in self:
            spoken = promise.with_env(house(promise.company_id))
            promise.case_id._say(
                spoken.env._(
                    "Promised: %(promise)s, for %(items)s.",
                    promise=spoken._sum_and_day(),
                    items=", ".join(promise.line_ids.mapped("move_id.name")),
                )
            )

    # -- A new promise takes the place of others; the rest of those goes on

    def _take_over(self, leaving, today):
        """Take the place of promises that give way, and tell everybody.

        :param leaving: commitments that are replaced
        :param today: the company's day
        """
        self.ensure_one()
        leaving._postpone(self)
        self._ask_approval(today)
        self._tell_case()
        self.case_id._look_again()

    def _postpone(self, commitment):
        """Let a new commitment take the place of these.

        What they were about besides is promised as before, in a record of its own.

        :param commitment: the new one
        """
        if not self:
            return
        for promise in self:
            left = promise.line_ids - promise.line_ids.filtered(
                lambda line: line.line_id in commitment.line_ids.line_id
            )
            if left:
                promise._carry_on(left)
        env = house(commitment.company_id)
        self.write(
            {
                "state": "postponed",
                "replaced_by_id": commitment.id,
                "reason_code": "postponed",
                "reason": env._(
                    "Replaced by a new promise: %(promise)s.",
                    promise=commitment.with_env(env)._sum_and_day(),
                ),
            }
        )
        self._finish_approval(lambda env: env._("Replaced by a new promise."))

    def _carry_on(self, lines):
        """Keep the promise on the items that a new one is not about."""
        amount = self._sum_for(lines)
        if not amount:
            return
        spoken = self.with_env(house(self.company_id))
        rest = self.copy(
            {
                "amount": amount,
                "state": self.state,
                "promised_on": self.promised_on,
                "note": spoken.env._(
                    "The rest of: %(promise)s", promise=spoken._sum_and_day()
                ),
                "line_ids": [
                    Command.create({"line_id": line.line_id.id, "amount": line.amount})
                    for line in lines
                ],
            }
        )
        then = {line.line_id: line for line in lines}
        for line in rest.line_ids:
            line.open_then = then[line.line_id].open_then
            line.matched_until = then[line.line_id].matched_until
        if rest.state == "to_approve":
            rest._ask_for_answer(self.company_id._collection_today())

    def _sum_for(self, lines):
        """What of the promised sum falls to some of its parts.

        In another currency than that of the items by the rates of the day on which
        it was recorded, as it is judged.
        """
        if lines.currency_id == self.currency_id:
            return sum(lines.mapped("amount"))
        today = self.company_id._collection_today()
        gathered = self._gather(self.company_id, self.partner_id, today)
        known = {item.key: item for item in gathered.items}
        fact = next(fact for fact in gathered.promises if fact.key == self.id)
        parts = [part for part in fact.parts if part.item in known]
        caps = caps_of(fact, parts, known, gathered.world.rates)
        wanted = set(lines.line_id.ids)
        shares = zip(parts, caps, strict=True)
        return sum(cap for part, cap in shares if part.item in wanted)


class CollectionCommitmentLine(models.Model):
    """The parts remember what was open of their items."""

    _inherit = "collection.commitment.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._note_open_then()
        return lines

    def _note_open_then(self):
        """Note what is open of the items now: money before that is no part of it."""
        currencies = self.env["collection.reader"]._currencies()
        model = self.env["collection.commitment"]
        self.env.flush_all()
        for root, lines in self.grouped("company_id").items():
            items, _rates = model._read_items(root, lines.line_id.ids, currencies)
            known = {item.key: item for item in items}
            for line in lines:
                item = known.get(line.line_id.id)
                line.open_then = item.open if item else 0.0
                days = [money.on for money in item.monies] if item else []
                line.matched_until = max(days, default=False)
