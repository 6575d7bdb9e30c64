from odoo import api, models
from odoo.tools import split_every

from ...rules.hold.hold import judge
from ...sentences import say_date
from ..run.conduct import BATCH


class CollectionHold(models.Model):
    """Judging: holds are set and ended by what the ledger and the debtor do."""

    _inherit = "collection.hold"

    @api.model
    def _judge_for(self, root, decisions, today):
        """Set, change or end the holds of debtors who were just judged.

        :param root: the root company
        :param decisions: {partner id: (Debtor, Decision)}
        :param today: the company's day
        """
        holds = self.sudo()  # holds are written by nobody but the rules and managers
        partners = self.env["res.partner"].browse(decisions)
        settings = root._collection_hold_settings()
        standing = {
            state: holds._standing(root, partners, state)
            for state in ("active", "proposed")
        }
        if not settings.switches and not any(standing.values()):
            return
        verdicts = holds._verdicts(root, decisions, settings, today)
        holds._obey(root, verdicts, standing, today)

    @api.model
    def _verdicts(self, root, decisions, settings, today):
        """What the rule says of each debtor: {partner id: HoldVerdict}."""
        facts = self._read_facts(root, decisions, settings, today)
        return {
            partner_id: judge(fact, settings, today)
            for partner_id, fact in facts.items()
        }

    @api.model
    def _obey(self, root, verdicts, standing, today):
        """Make the holds what the verdicts say: end, set, propose, bring up to date.

        :param standing: {state: {partner id: hold}}
        """
        speaker = self._speaker(root)
        change = Change(self, speaker, today)
        for partner_id, verdict in verdicts.items():
            none = self.browse()
            change.active(partner_id, standing["active"].get(partner_id, none), verdict)
            change.proposed(
                partner_id, standing["proposed"].get(partner_id, none), verdict
            )
        self._end_all(change.ends, today)
        self._close_all(change.replaced, today)
        self._update_all(change.updates)
        self._set_all(root, change.news)

    # ------------------ which cases the night looks at for the sake of their holds

    @api.model
    def _cases_of_the_night(self, root):
        """The cases whose hold time alone may change.

        The daily run judges every open case anyway; where it is switched off, holds
        are set all the same when they are switched on.
        """
        cases = self.env["collection.case"].with_context(active_test=False)
        held = cases.search(
            [
                ("company_id", "=", root.id),
                ("hold_ids.state", "in", ("active", "proposed")),
            ]
        )
        if root.collection_auto or not root.collection_hold_auto:
            return held
        return held | cases.search(
            [("company_id", "=", root.id), ("state", "=", "open")]
        )


class CollectionRun(models.Model):
    """The net of every night: holds that only the calendar changes."""

    _inherit = "collection.run"

    @api.model
    def _wake_and_escalate(self):
        result = super()._wake_and_escalate()
        roots = self.env["res.company"].search([("parent_id", "=", False)])
        for root in roots:
            cases = self.env["collection.hold"]._cases_of_the_night(root)
            for batch in split_every(BATCH, cases.ids):
                cases.browse(batch)._judge()
                self._checkpoint()
        return result


class Change:
    """Collects what has to become of holds, so that it is written all at once.

    ``ends`` and ``replaced`` are {reason in words: holds}, ``updates`` {hold:
    values}, ``news`` {partner id: list of values}.
    """

    def __init__(self, holds, speaker, today):
        self.holds = holds
        self.speaker = speaker
        self.today = today
        self.ends = {}
        self.replaced = {}
        self.updates = {}
        self.news = {}

    def active(self, partner_id, hold, verdict):
        """What becomes of the hold that is active, or of a debtor without one."""
        if verdict.effect is None:
            self._end(self.ends, hold, self._freed(verdict, hold))
            return
        values = self.values(verdict, hold)
        if hold and hold.effect == verdict.effect:
            self.updates[hold] = values
            return
        effect = self.speaker.effects[verdict.effect]
        text = self.speaker.env._("Changed to: %(effect)s.", effect=effect)
        self._end(self.replaced, hold, text)
        values |= {
            "effect": verdict.effect,
            "state": "active",
            "replaces_id": hold.id,
            "user_id": hold.user_id.id,
            "approved_by_id": hold.approved_by_id.id,
        }
        self.news.setdefault(partner_id, []).append(values)

    def proposed(self, partner_id, hold, verdict):
        """What becomes of the proposal; one that a person made waits for an answer."""
        if hold.manual:
            return
        if verdict.proposal is None:
            self._end(self.ends, hold, self._freed(verdict, hold))
            return
        values = self.values(verdict, self.holds.browse())
        values["effect"] = verdict.proposal
        if hold:
            self.updates[hold] = values
            return
        values["state"] = "proposed"
        self.news.setdefault(partner_id, []).append(values)

    def values(self, verdict, hold):
        """The reason of a hold in words, with everything that a list shows."""
        codes = [cause.code for cause in verdict.causes]
        manual = "manual" in codes
        until = hold.until if manual else False
        return {
            "manual": manual,
            "manual_effect": hold.manual_effect if manual else False,
            "note": hold.note if manual else False,
            "stop_trading": hold.stop_trading if manual else False,
            "until": until,
            "reason": self.speaker.why(verdict.causes, hold.note or ""),
            "reason_code": ",".join(codes),
            "causes": self.speaker.short(codes),
            "amount": verdict.amount,
            "frees": self.speaker.frees(verdict.causes, verdict.amount, until),
        }

    def _end(self, ends, hold, text):
        if hold:
            ends[text] = ends.get(text, self.holds.browse()) | hold

    def _freed(self, verdict, hold):
        """Why a hold is over, in words."""
        env = self.speaker.env
        if hold.until and hold.until < self.today:
            return env._("It was set until %s.", say_date(env, hold.until))
        why = self.speaker.why_not(verdict.why_not)
        return env._("The causes are gone. %(why)s", why=why)
