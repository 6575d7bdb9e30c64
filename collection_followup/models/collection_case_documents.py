from odoo import api, fields, models

from ..rules import payment_run
from ..sentences import say_weekday


class CollectionCase(models.Model):
    """Some days before a pay day: is everything there that the debtor needs?"""

    _inherit = "collection.case"

    pay_asked_for = fields.Date(
        string="Documents asked for",
        readonly=True,
        copy=False,
        help="The pay day for which missing documents were looked for the last time.",
    )

    @api.model
    def _ask_for_documents(self):
        """Make a task where a document is missing for the next pay day: once a run."""
        cases_sudo = self.sudo()  # the nightly job looks after every case
        cases = cases_sudo.search(
            [("pay_rhythm", "!=", False), ("pay_document_ids", "!=", False)]
        )
        for root, group in cases.grouped("company_id").items():
            group._ask_company_for_documents(root, root._collection_today())

    def _ask_company_for_documents(self, root, today):
        """The same for the cases of one company, in a few statements."""
        calendar = root._collection_calendar(today)
        runs = self._next_runs(today, calendar)
        asked = self._to_ask(runs, root.collection_document_days, today, calendar)
        gaps = self.env["collection.document"]._missing(
            asked._invoices_for(root, runs) if asked else {}
        )
        self._add_tasks(
            "documents",
            [
                case._document_task(runs[case], gap, calendar)
                for case, gap in gaps.items()
            ],
        )
        for run_on, group in (
            self.browse([case.id for case in gaps])
            .grouped(lambda case: runs[case])
            .items()
        ):
            group.pay_asked_for = run_on

    def _to_ask(self, runs, lead, today, calendar):
        """The cases whose documents are looked for today, once for each run."""
        return self.filtered(
            lambda case: (
                case.pay_asked_for != runs[case]
                and not case.stop
                and payment_run.is_time_to_ask(
                    runs[case], case.pay_cutoff, lead, today, calendar
                )
            )
        )

    def _invoices_for(self, root, runs):
        """The open invoices that will be paid on a day: {case: invoices}.

        :param runs: {case: pay day}
        """
        lines = self.env["account.move.line"]
        rows = lines._read_open_items(root, self.partner_id)
        by_debtor = {}
        for row in rows:
            if row.chased and row.residual > 0:
                by_debtor.setdefault(row.debtor_id, []).append(row)
        moves = self.env["account.move"]
        return {
            case: moves.browse(
                dict.fromkeys(
                    row.move_id
                    for row in by_debtor.get(case.partner_id.id, ())
                    if row.due <= runs[case]
                )
            )
            for case in self
        }

    def _document_task(self, run_on, gap, calendar):
        """The task for one case: what is missing, by when."""
        self.ensure_one()
        last = payment_run.cutoff_of(run_on, self.pay_cutoff, calendar)

        def summary(env):
            return env._(
                "Documents for the payment run of %(day)s", day=say_weekday(env, run_on)
            )

        def note(env):
            lines = [f"{move.name}: {kind.with_env(env).name}" for move, kind in gap]
            return "\n".join([env._("Still missing:"), *lines])

        return self, last, summary, note, None

    # --------------------------------------------------------------------- list

    def action_open_documents(self):
        """Show, invoice by invoice, what the debtor needs and whether he has it."""
        self.check_access("write")
        self.ensure_one()
        self.sudo()._list_documents()  # rights were checked above
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_document_action"
        )
        action["domain"] = [("case_id", "=", self.id)]
        return action

    def _list_documents(self):
        """Make the list complete: every open invoice, every document needed."""
        documents = self.env["collection.document"]
        known = documents.search([("case_id", "=", self.id)])
        listed = {(one.move_id.id, one.kind_id.id) for one in known}
        lines = self._open_lines().sorted(
            lambda line: line._collection_due(), reverse=True
        )
        due = {line.move_id: line._collection_due() for line in lines}
        documents.create(
            [
                self._document_values(move, kind, due[move])
                for move in due
                for kind in self.pay_document_ids
                if (move.id, kind.id) not in listed
            ]
        )
        paid = known.filtered(lambda one: one.move_id not in due and not one.done)
        paid.unlink()

    def _document_values(self, move, kind, due):
        return {
            "case_id": self.id,
            "move_id": move.id,
            "kind_id": kind.id,
            "date_due": due,
        }

    def _finish_document_tasks(self):
        """Close the task of debtors who have everything now."""
        cases = self.sudo()  # a colleague's task is done, too
        tasks = cases._tasks(self._task_types("documents"))
        waiting = cases.browse(set(tasks.mapped("res_id")))
        for root, group in waiting.grouped("company_id").items():
            today = root._collection_today()
            runs = group._next_runs(today, root._collection_calendar(today))
            gaps = self.env["collection.document"]._missing(
                group._invoices_for(root, runs)
            )
            done = group.filtered(lambda case, gaps=gaps: case not in gaps)
            done._finish_tasks(
                self._task_types("documents"),
                lambda env: env._("They have everything."),
            )
