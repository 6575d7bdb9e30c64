from collections import defaultdict
from functools import partial

from odoo import api, models
from odoo.tools import SQL

from ...sentences import house, spoken_everywhere

# Documents that the ledger shows as settled by what does not stand any more: an entry
# that was taken back to draft, or a payment that was rejected, stays matched.
STANDING = """
    SELECT p.commercial_partner_id, COALESCE(y.name, m.name, m.ref) AS counterpart,
           ARRAY_AGG(DISTINCT i.name ORDER BY i.name) AS documents
      FROM account_move_line d
      JOIN account_move i ON i.id = d.move_id
      JOIN account_account a ON a.id = d.account_id
      JOIN res_partner p ON p.id = d.partner_id
      JOIN account_partial_reconcile r ON r.debit_move_id = d.id
      JOIN account_move_line c ON c.id = r.credit_move_id
      JOIN account_move m ON m.id = c.move_id
      LEFT JOIN account_payment y ON y.id = m.origin_payment_id
     WHERE d.company_id IN %(companies)s AND a.account_type = 'asset_receivable'
       AND d.parent_state = 'posted'
       AND d.partner_id IN (SELECT id FROM res_partner
                             WHERE commercial_partner_id IN %(partners)s)
       AND (m.state <> 'posted' OR y.state = 'rejected')
     GROUP BY p.commercial_partner_id, m.id, y.id
     ORDER BY m.id
"""


class CollectionCase(models.Model):
    """What paid a document failed, and the ledger still shows it as paid: a task.

    Nothing of it is open in the ledger, so that no run would ever see it.
    """

    _inherit = "collection.case"

    @api.model
    def _look_what_stands(self, root, partners):
        """Ask somebody where money failed but is still matched; end what is mended.

        :param root: the root company
        :param partners: commercial partners of whom something was taken back
        """
        asked = self._read_taken_back(root, partners)
        cases = self.with_context(active_test=False).search(
            [("company_id", "=", root.id), ("partner_id", "in", partners.ids)]
        )
        cases |= self._case_of(partners.browse(asked) - cases.partner_id, root)
        wanted = {
            (case, payment): documents
            for case in cases
            for payment, documents in asked.get(case.partner_id.id, {}).items()
        }
        known = cases._end_what_is_mended(wanted)
        today = root._collection_today()
        cases._quietly()._add_tasks(
            "taken_back",
            [
                case._taken_back_task(today, payment, documents)
                for (case, payment), documents in wanted.items()
                if (case, payment) not in known
            ],
        )

    def _end_what_is_mended(self, wanted):
        """End the tasks that nobody has to do any more.

        :param wanted: the (case, payment) of what still is not right
        :return: those for which a task is open
        """
        asked_for = {
            (case, summary): (case, payment)
            for case, payment in wanted
            for summary in spoken_everywhere(
                partial(self._taken_back_summary, payment), self.env
            )
        }
        tasks = self._tasks(self._task_types("taken_back"))
        known = {
            task: asked_for.get((self.browse(task.res_id), task.summary))
            for task in tasks
        }
        done = tasks.filtered(lambda task: not known[task])
        for company, cases in (
            self.browse(done.mapped("res_id")).grouped("company_id").items()
        ):
            mine = done.filtered(lambda task, ids=cases.ids: task.res_id in ids)
            mine.action_feedback(feedback=house(company)._("It was put right."))
        return set(known.values())

    def _taken_back_task(self, today, payment, documents):
        """The task as ``_add_tasks`` takes it, in the language of whoever gets it."""
        summary = partial(self._taken_back_summary, payment)
        note = partial(self._taken_back_note, payment, documents)
        return self, today, summary, note, None

    @api.model
    def _taken_back_summary(self, payment, env):
        return env._("%(payment)s was taken back: call the customer", payment=payment)

    @api.model
    def _taken_back_note(self, payment, documents, env):
        return env._(
            "%(payment)s was rejected or taken back to draft, but is still matched "
            "with %(documents)s, so that nothing is collected for it. Ask the "
            "accountant to remove the matching, or to post it again.",
            payment=payment,
            documents=", ".join(documents),
        )

    @api.model
    def _read_taken_back(self, root, partners):
        """What failed and is still matched: {partner id: {payment: documents}}."""
        companies = self.env["account.move.line"]._collection_companies(root)
        found = defaultdict(dict)
        self.env.flush_all()
        for partner_id, counterpart, documents in self.env.execute_query(
            SQL(
                STANDING,
                companies=tuple(companies.ids),
                partners=tuple(partners.ids) or (0,),
            )
        ):
            found[partner_id][counterpart] = documents
        return found


class CollectionEvent(models.Model):
    """Marks of what was taken back are looked at when marks are taken."""

    _inherit = "collection.event"

    @api.model
    def _note(self, rows):
        # EXTENDS: tasks where money failed and is still matched
        result = super()._note(rows)
        found = defaultdict(set)
        for row in rows:
            if row["kind"] in ("taken_back", "returned"):
                found[row["company_id"]].add(row["debtor_id"])
        by_root = defaultdict(set)
        for company in self.env["res.company"].browse(found):
            by_root[company.root_id] |= found[company.id]
        cases = self.env["collection.case"].sudo()  # whoever takes the marks
        for root, debtor_ids in by_root.items():
            debtors = self.env["res.partner"].browse(debtor_ids)
            cases._look_what_stands(root, debtors)
        return result
