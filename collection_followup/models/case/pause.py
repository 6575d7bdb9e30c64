from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...sentences import say_amount, say_date

LONGEST_PAUSE = timedelta(days=366)
CLAIM_DAYS = timedelta(days=7)
NO_PAUSE = {"pause_until": False, "pause_reason": False, "pause_user_id": False}


class CollectionCase(models.Model):
    """Pauses, which end by themselves, and stops, which a person has to lift."""

    _inherit = "collection.case"

    stopped_on = fields.Date(readonly=True, help="When the case was stopped.")

    _pause_has_reason = models.Constraint(
        "CHECK (pause_until IS NULL OR COALESCE(pause_reason, '') <> '')",
        "Every pause has a reason and an end.",
    )
    _stop_has_reason = models.Constraint(
        "CHECK (stop IS NULL OR COALESCE(stop_reason, '') <> '')",
        "Every stop has a reason.",
    )

    # ------------------------------------------------------------------- pauses

    def action_pause(self):
        """Ask until when these cases rest, and why."""
        return self._wizard("collection.pause", self.env._("Pause"))

    def action_resume(self):
        """End the pauses now."""
        self.check_access("write")
        paused = self.filtered("pause_until")
        if not paused:
            raise UserError(self.env._("There is no pause to end here."))
        paused.sudo().write(NO_PAUSE)  # rights were checked above
        paused._say(lambda env: env._("Pause ended manually."))
        paused._look_again()
        return True

    def _pause(self, until, reason, owner):
        """Let these cases rest up to and including a day.

        :param until: the last day of the pause, at most a year ahead
        :param reason: why, in words
        :param owner: the user who gets the task when the pause ends
        """
        self.check_access("write")
        reason = self._words(reason)
        self._check_pause(until, owner)
        self.sudo().write(  # rights were checked above
            {
                "pause_until": until,
                "pause_reason": reason,
                "pause_user_id": owner.id,
            }
        )
        self._say(
            lambda env: env._(
                "Paused until %(until)s: %(reason)s (owner: %(owner)s)",
                until=say_date(env, until),
                reason=reason,
                owner=owner.name,
            )
        )
        self._look_again()

    def _check_pause(self, until, owner):
        """Refuse a pause without end, owner or sense."""
        if not until:
            raise UserError(self.env._("Every pause has an end: choose a date."))
        if not owner or owner.share:
            raise UserError(
                self.env._("Every pause has an owner: choose one of your colleagues.")
            )
        today = max(company._collection_today() for company in self.company_id)
        if not today < until <= today + LONGEST_PAUSE:
            raise UserError(
                self.env._(
                    "A pause ends after today and within a year; %(until)s does not.",
                    until=say_date(self.env, until),
                )
            )
        stopped = self.filtered("stop")
        if stopped:
            raise UserError(
                self.env._(
                    "These cases are stopped already, there is nothing to pause: "
                    "%(names)s.",
                    names=", ".join(stopped.mapped("display_name")),
                )
            )

    def _wake_due(self, today):
        """End the pauses of these cases that are over; waking is a task.

        :param today: the company's day
        :return: the cases that woke
        """
        over = self.filtered(lambda case: case.pause_until and case.pause_until < today)
        awake = over.filtered(lambda case: case.state == "open")
        awake._quietly()._add_tasks(
            "pause_ended",
            [
                (
                    case,
                    today,
                    lambda env: env._("The pause is over: what now?"),
                    lambda env, why=case.pause_reason: env._(
                        "Paused because: %(why)s", why=why
                    ),
                    case.pause_user_id,
                )
                for case in awake
            ],
        )
        over._say(lambda env: env._("The pause is over."))
        over.sudo().write(NO_PAUSE)  # whoever runs, the pause is over
        return over

    # -------------------------------------------------------------------- stops

    def action_stop(self):
        """Ask why nothing automatic may happen any more."""
        return self._wizard("collection.stop", self.env._("Stop"))

    def action_lift_stop(self):
        """Ask why the stop is lifted; not for collectors of their own cases only."""
        self._check_may_lift()
        if not any(self.mapped("stop")):
            raise UserError(self.env._("There is no stop to lift here."))
        return self._wizard("collection.stop.lift", self.env._("Lift the stop"))

    def _stop(self, kind, reason):
        """Stop these cases until somebody lifts it.

        :param kind: one of ``STOPS``
        :param reason: why, in words
        """
        self.check_access("write")
        reason = self._words(reason)
        for company, cases in self.sudo().grouped("company_id").items():
            today = company._collection_today()  # rights were checked above
            cases.write(
                {"stop": kind, "stop_reason": reason, "stopped_on": today, **NO_PAUSE}
            )

        def words(env):
            label = dict(self._fields["stop"]._description_selection(env))[kind]
            return env._("Stopped: %(kind)s. %(reason)s", kind=label, reason=reason)

        self._say(words)
        self._close_decision(words)
        if kind == "insolvency":
            self._open_claim_tasks()
        self._look_again()

    def _lift_stop(self, reason):
        """Lift the stops; the items keep their levels.

        :param reason: why, in words
        """
        self._check_may_lift()
        self.check_access("write")
        reason = self._words(reason)
        stopped = self.filtered("stop")
        stopped.sudo().write(  # rights were checked above
            {"stop": False, "stop_reason": False, "stopped_on": False}
        )
        stopped._say(lambda env: env._("Stop lifted: %(reason)s", reason=reason))
        stopped._look_again()

    def _check_may_lift(self):
        self._check_group(
            "all",
            self.env._(
                "Only collectors of all cases and credit managers may lift a stop."
            ),
        )

    def _open_claim_tasks(self):
        """Insolvency: what is not due yet belongs to the claim too."""
        self._add_tasks(
            "claim",
            [
                (
                    case,
                    case.company_id._collection_today() + CLAIM_DAYS,
                    lambda env: env._(
                        "File our claim with the insolvency administrator"
                    ),
                    case._claim_words,
                    None,
                )
                for case in self
            ],
        )

    def _claim_words(self, env):
        """What belongs to the claim in an insolvency."""
        return env._(
            "Overdue: %(overdue)s, not yet due: %(coming)s. Both belong to the "
            "claim; ask for the administrator's deadline.",
            overdue=say_amount(env, self.overdue, self.currency_id),
            coming=say_amount(env, self.not_due, self.currency_id),
        )
