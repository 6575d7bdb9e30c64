from datetime import date

from odoo import api, models
from odoo.tools import SQL, format_amount, format_date

PARTS = ("disputed", "promised", "paused", "credited", "on_its_way")


class CollectionReason(models.AbstractModel):
    """Turns the reason codes of the rules into words.

    Reasons are stored as they were given, in the language of the company.
    """

    _name = "collection.reason"
    _description = "Words for the reasons of decisions"

    @api.model
    def _speaker(self, root, reasons=()):
        """A callable that says a ``rules.facts.Reason`` in words.

        :param root: the company in whose language and money is spoken
        :param reasons: the reasons that will be said, so that names are read at once
        """
        lang = root.partner_id.lang or self.env.lang
        return Speaker(self.with_context(lang=lang).env, root, reasons)

    @api.model
    def _sentences(self):
        """{code: sentence}; the names in it are those of ``rules.reasons``."""
        _ = self.env._
        return {
            "nothing_open": _("Nothing is open."),
            "nothing_to_chase": _(
                "Nothing to chase: everything that is open rests%(rests)s."
            ),
            "left_out": _(
                "What is open is left out: %(skipped)s left out once, %(collected)s "
                "collected by ourselves."
            ),
            "stopped": _("Stopped: %(kind)s."),
            "bounced": _("The last message came back. Repair the address first."),
            "decision_open": _(
                "A decision is asked for; nothing is sent until it is made."
            ),
            "reply_unread": _(
                "The debtor replied on %(replied_on)s; somebody has to look at it by "
                "%(until)s."
            ),
            "reply_overdue": _(
                "The reply of %(replied_on)s has not been looked at since %(since)s; "
                "the manager is asked."
            ),
            "paused": _("Paused until %(until)s."),
            "no_strategy": _(
                "No strategy fits this debtor. Choose one on the case, or a default "
                "strategy in the settings."
            ),
            "no_stages": _("The strategy has no stages."),
            "strategy_unconfirmed": _(
                "The strategy was changed; it sends nothing until its dry run was "
                "confirmed."
            ),
            "not_working_day": _("%(day)s is not a working day; next on %(until)s."),
            "returned": _(
                "A payment of %(move)s came back on %(returned_on)s: call first. "
                "Letters wait until %(until)s."
            ),
            "not_due": _("%(stage)s is due on %(on)s (due date %(due)s)."),
            "stage_later": _("%(stage)s is next, on %(on)s (oldest due date %(due)s)."),
            "standing": _(
                "%(stage)s is due, but other items stand at %(level)s, which moves on "
                "on %(until)s."
            ),
            "pay_by_running": _(
                "%(stage)s was the last; it may still work until %(until)s."
            ),
            "small_remainder": _(
                "Only a small remainder of %(amount)s is left: write it off, claim it, "
                "or ask."
            ),
            "too_small": _(
                "%(amount)s is less than any further stage asks for (%(minimum)s)."
            ),
            "bank_stale": _(
                "The bank data is old, so nothing is claimed that may be paid: import "
                "statements, or confirm that the bank is up to date. Then: %(stage)s."
            ),
            "tempo": _(
                "%(stage)s waits until %(until)s: the last notice was sent on "
                "%(sent_on)s, to be paid by %(pay_by)s."
            ),
            "decide": _(
                "%(stage)s was sent %(times)s times in %(window)s days, and may be sent "
                "%(most)s times. Decide: carry on, plan, agency, court or write off."
            ),
            "ran_out": _(
                "Every stage was sent, the last one ran out on %(since)s, and "
                "%(amount)s is open. Decide: carry on, plan, agency, court or write off."
            ),
            "person": _(
                "%(stage)s is not sent to a private person by itself. Decide what to do."
            ),
            "unreachable": _(
                "There is no way to reach the debtor for %(stage)s: add an e-mail or a "
                "postal address."
            ),
            "stage_due": _("%(stage)s is due: %(move)s is %(days_late)s days late."),
            "courtesy": _("%(stage)s: %(move)s falls due on %(due)s."),
            "raised": _(
                "%(due_stage)s is due for some items; others stand at %(stage)s, so the "
                "notice is %(stage)s."
            ),
            "again": _("%(stage)s once more: %(move)s is %(days_late)s days late."),
        }

    @api.model
    def _points(self):
        """{code: words}; the codes are those of ``rules.priority``."""
        _ = self.env._
        return {
            "amount": _("for the amount to chase"),
            "age": _("oldest item %(value)s days late"),
            "stage": _("severity %(value)s reached"),
            "broken": _("%(value)s commitments broken"),
            "silent": _("no contact for %(value)s working days"),
            "replied": _("a reply waits"),
            "returned": _("a payment came back"),
            "decision": _("a decision is due"),
        }


class Speaker:
    """Says reasons in one language; names are read once for all of them."""

    def __init__(self, env, root, reasons):
        self.env = env
        self.root = root
        self.sentences = env["collection.reason"]._sentences()
        self.points = env["collection.reason"]._points()
        stages = env["collection.stage"].sudo().with_context(active_test=False)
        self.stages = {stage.id: stage.name for stage in stages.search([])}
        self.stops = dict(
            env["collection.case"]._fields["stop"]._description_selection(env)
        )
        self.moves = self._move_names(reasons)
        self.dates = {}

    def _move_names(self, reasons):
        ids = {dict(reason.values).get("move") for reason in reasons} - {None}
        if not ids:
            return {}
        return dict(
            self.env.execute_query(
                SQL("SELECT id, name FROM account_move WHERE id IN %s", tuple(ids))
            )
        )

    def __call__(self, reason):
        """The sentence of a reason."""
        values = {name: self._say(name, value) for name, value in reason.values}
        if reason.code == "nothing_to_chase":
            values = {"rests": self._rests(dict(reason.values))}
        return self.sentences[reason.code] % values

    def parts(self, parts):
        """The rules that gave a case its points, one a line."""
        return "\n".join(
            f"{part.points:+d} {self.points[part.code] % {'value': part.value}}"
            for part in parts
        )

    def _money(self, amount):
        return format_amount(self.env, amount, self.root.currency_id)

    def _say(self, name, value):
        if isinstance(value, date):
            return self._date(value)
        if name in ("stage", "level", "due_stage"):
            return self.stages.get(value, "")
        if name == "move":
            return self.moves.get(value) or ""
        if name in ("amount", "minimum") and value is not None:
            return self._money(value)
        if name == "kind":
            return self.stops.get(value, value)
        return "-" if value is None else str(value)

    def _date(self, value):
        if value not in self.dates:
            self.dates[value] = format_date(self.env, value)
        return self.dates[value]

    def _rests(self, values):
        """Why everything rests: the parts with their sums."""
        labels = self.env["collection.case"]._fields
        said = [
            f"{labels[part]._description_string(self.env)} {amount:.2f} {code}"
            for part in PARTS
            for code, amount in values.get(part, ())
        ]
        return f" ({', '.join(said)})" if said else ""
