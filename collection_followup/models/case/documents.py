from odoo import api, fields, models

from ...rules.contact import payment_run
from ...sentences import say_weekday
from ..settings.guarded import By, by_hand


class CollectionDocumentKind(models.Model):
    """What a debtor needs before he pays: order number, delivery note, upload."""

    _name = "collection.document.kind"
    _description = "Document required for payment"
    _inherit = ["collection.guarded"]
    _order = "sequence, id"
    _people_write = by_hand("active", "color", "known_by", "name", "sequence")
    _people_delete = By()

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    known_by = fields.Selection(
        [("hand", "Ticked manually"), ("reference", "Customer reference is filled in")],
        string="Is there when",
        required=True,
        default="hand",
        help=(
            "The purchase order number is taken from the reference on the invoice; "
            "other documents have to be ticked."
        ),
    )

    _name_unique = models.Constraint("UNIQUE (name)", "There is already such a kind.")


class CollectionDocument(models.Model):
    """Whether the debtor has one document for one invoice."""

    _name = "collection.document"
    _description = "Document for an invoice"
    _inherit = ["collection.guarded"]
    _order = "date_due, move_id, kind_id"
    _people_write = by_hand("done")
    _rec_name = "kind_id"

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind_id = fields.Many2one(
        "collection.document.kind",
        string="Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    date_due = fields.Date(string="Due date", readonly=True)
    reference = fields.Char(related="move_id.ref", string="Customer reference")
    done = fields.Boolean(string="The customer has it")
    done_on = fields.Date(string="Done on", readonly=True)
    done_by_id = fields.Many2one("res.users", string="Ticked by", readonly=True)
    known = fields.Boolean(
        string="Is there",
        compute="_compute_known",
        help="Ticked, or known by the reference on the invoice.",
    )

    _once = models.UniqueIndex(
        "(move_id, kind_id)", "A document is listed once for each invoice."
    )

    @api.depends("done", "kind_id.known_by", "move_id.ref")
    def _compute_known(self):
        for document in self:
            # whoever ticks may not read every branch's invoice
            document.known = document.sudo()._is_known()

    def _is_known(self):
        self.ensure_one()
        by_reference = self.kind_id.known_by == "reference"
        return self.done or (by_reference and bool((self.move_id.ref or "").strip()))

    def write(self, vals):
        result = super().write(vals)
        if "done" in vals:
            ticked = {
                "done_on": vals["done"] and self.env.company._collection_today(),
                "done_by_id": vals["done"] and self.env.uid,
            }
            self.sudo().write(ticked)  # who ticks it and when is not typed in
        if vals.get("done"):
            self.case_id._finish_document_tasks()
        return result

    @api.model
    def _missing(self, wanted):
        """Which documents are not there.

        :param wanted: {case: invoices that will be paid in the next run}
        :return: {case: list of (invoice, kind)}, cases without a gap left out
        """
        moves = self.env["account.move"].union(*wanted.values())
        ticked = {
            (document.move_id.id, document.kind_id.id)
            for document in self.sudo().search(  # a colleague's tick counts
                [("move_id", "in", moves.ids), ("done", "=", True)]
            )
        }
        gaps = {
            case: [
                (move, kind)
                for move in invoices
                for kind in case.pay_document_ids
                if (move.id, kind.id) not in ticked
                and not (kind.known_by == "reference" and (move.ref or "").strip())
            ]
            for case, invoices in wanted.items()
        }
        return {case: gap for case, gap in gaps.items() if gap}


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
                lambda env: env._("Everything is there."),
            )
