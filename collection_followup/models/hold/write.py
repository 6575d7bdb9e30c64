from functools import partial

from odoo import api, models
from odoo.tools import SQL, plaintext2html

from ...sentences import house
from ..case.judge import as_json

# the holds as they have to be, in one statement
UPDATE = """
    UPDATE collection_hold h SET (%(columns)s) = (SELECT %(values)s)
      FROM json_populate_recordset(NULL::collection_hold, %(rows)s) v
     WHERE v.id = h.id
"""


class CollectionHold(models.Model):
    """Writes holds in batches, and tells the thread of each case."""

    _inherit = "collection.hold"

    @api.model
    def _set_all(self, root, news):
        """Create holds and proposals.

        :param root: the root company
        :param news: {partner id: list of values}
        :return: the holds
        """
        if not news:
            return self.browse()
        cases = self.env["collection.case"].with_context(active_test=False)
        cases = cases.search(
            [("company_id", "=", root.id), ("partner_id", "in", list(news))]
        )
        today = root._collection_today()
        holds = self.create(
            [
                {"case_id": case.id, "since": today, **values}
                for case in cases
                for values in news[case.partner_id.id]
            ]
        )
        holds._move_releases()
        holds._announce()
        holds._propose()
        holds.case_id._store_hold()
        return holds

    @api.model
    def _update_all(self, updates):
        """Bring holds up to date; the thread hears only of other causes.

        :param updates: {hold: values}
        """
        changed = {
            hold: values
            for hold, values in updates.items()
            if any((hold[name] or False) != (values[name] or False) for name in values)
        }
        if not changed:
            return
        told = self.browse().union(
            *(
                hold
                for hold, values in changed.items()
                if hold.state == "active" and hold.reason_code != values["reason_code"]
            )
        )
        self._write_values(changed)
        told._announce()

    @api.model
    def _write_values(self, changed):
        """Write values of their own to each hold, in one statement."""
        rows = [
            {"id": hold.id, "effect": hold.effect}
            | {name: value or None for name, value in values.items()}
            for hold, values in changed.items()
        ]
        columns = [name for name in rows[0] if name != "id"]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                UPDATE,
                columns=SQL(", ").join(map(SQL.identifier, columns)),
                values=SQL(", ").join(SQL.identifier("v", name) for name in columns),
                rows=as_json(rows),
            )
        )
        self.invalidate_model()

    @api.model
    def _close_all(self, ends, today, by_hand=False):
        """Write that holds are over.

        :param ends: {reason in words: holds}
        :param today: the company's day
        :param by_hand: whether a manager did it
        """
        for reason, holds in ends.items():
            holds.write(
                {
                    "state": "ended",
                    "ended_on": today,
                    "ended_by_id": self.env.uid if by_hand else False,
                    "ended_by_hand": by_hand,
                    "end_reason": reason,
                }
            )
        self.flush_model()  # one active hold a case: the next is inserted at once

    @api.model
    def _end_all(self, ends, today, by_hand=False):
        """End holds and proposals, and tell the threads; see ``_close_all``."""
        ended = self.browse().union(*ends.values())
        if not ended:
            return
        proposals = ended.filtered(lambda hold: hold.state == "proposed")
        self._close_all(ends, today, by_hand)
        active = ended - proposals
        active.case_id._store_hold()
        active._close_releases()
        active._tell(lambda env: env._("Off hold."), "end_reason")
        proposals._tell(lambda env: env._("The proposed hold is off."), "end_reason")
        proposals._finish_proposals()

    def _announce(self):
        """Say in the thread of each case what is on hold, why, and what frees it."""
        active = self.filtered(lambda hold: hold.state == "active")
        for effect, holds in active.grouped("effect").items():
            holds._tell(partial(self._effect_words, effect), "reason", "frees_words")

    @api.model
    def _effect_words(self, effect, env):
        labels = dict(self._fields["effect"]._description_selection(env))
        return env._("On hold: %(effect)s.", effect=labels[effect])

    def _tell(self, words, *names):
        """Keep words and some fields of these holds in the threads of their cases.

        :param words: a function of the environment of the company
        """
        for company, holds in self.grouped("company_id").items():
            env = house(company)
            bodies = {
                hold.case_id.id: plaintext2html(
                    "\n".join(
                        [words(env), *(hold[name] for name in names if hold[name])]
                    )
                )
                for hold in holds.with_env(env)
            }
            holds.case_id._message_log_batch(bodies=bodies)

    def _propose(self):
        """Ask the credit managers to confirm what was proposed."""
        proposed = self.filtered(lambda hold: hold.state == "proposed")
        for company, holds in proposed.grouped("company_id").items():
            manager = company._collection_manager()
            holds.case_id._quietly()._add_tasks(
                "hold",
                [
                    (
                        hold.case_id,
                        hold.since,
                        hold._confirm_words,
                        hold.reason,
                        manager,
                    )
                    for hold in holds
                ],
            )

    def _confirm_words(self, env):
        """The task of the credit manager, in his language."""
        labels = dict(self._fields["effect"]._description_selection(env))
        return env._("Confirm the hold: %s", labels[self.effect])

    def _finish_proposals(self):
        """The tasks of proposals are done, whatever the answer was."""
        cases = self.case_id
        cases._finish_tasks(cases._task_types("hold"), lambda env: env._("Answered."))
