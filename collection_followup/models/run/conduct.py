import logging
from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.tools import SQL, split_every

from ...rules.ledger.facts import Action
from ...sentences import house, say_date
from ..case.judge import as_json

_logger = logging.getLogger(__name__)
BATCH = 2000
# the first key of the advisory lock, so that no other use of locks meets ours
LOCK = 1_668_246_636

# what the run decided, for every debtor
ADD_RUN_LINES = """
    INSERT INTO collection_run_line
           (run_id, company_id, case_id, partner_id, action, rank, stage_id,
            reason, reason_code, next_date, amount, items)
    SELECT %(run)s, %(root)s, c.id, v.partner_id, v.action, v.rank, v.stage_id,
           v.reason, v.reason_code, v.next_date, v.amount, v.items
      FROM json_populate_recordset(NULL::collection_run_line, %(rows)s) v
      JOIN collection_case c
        ON c.partner_id = v.partner_id AND c.company_id = %(root)s
"""


class CollectionRun(models.Model):
    """The one way through a run: select, decide, act, record."""

    _inherit = "collection.run"

    @api.model
    def _run(self, company, kind, today=None, partners=None):
        """Go over the cases of a company once.

        Debtors are judged in batches; each batch is committed together with its
        notices and its bookmark, so that a killed run goes on where it stopped.

        :param company: any company of the tree; the run covers its root
        :param kind: see the field
        :param today: the company's day; a date for tests and replays
        :param partners: commercial partners, or None for everybody
        :return: the run
        :raise UserError: when another run of the company is at work
        """
        # rights are checked by whoever offers the button; the run itself reads the
        # whole ledger of the company and writes evidence that nobody may write
        runs = self.sudo()
        root = company.root_id.sudo()
        today = today or root._collection_today()
        with runs._alone(root):
            if kind != "dry":
                runs.env["collection.event"]._digest(root, partners)
            run = runs._take_up(root, kind, today)
            cases = runs.env["collection.case"]._sync(root, partners, today)
            todo = cases.partner_id.filtered(lambda p: p.id > run.last_partner)
            run.cases_total = run.cases_done + len(todo)
            for batch in split_every(BATCH, todo.sorted("id").ids):
                run._go_over(runs.env["res.partner"].browse(batch))
            run._finish()
        return run

    @contextmanager
    def _alone(self, root):
        """Let one run at a time work on a company.

        The lock belongs to the database session: a killed run leaves none behind.
        """
        [(free,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_lock(%s, %s)", LOCK, root.id)
        )
        if not free:
            raise UserError(
                self.env._(
                    "Another run of %(company)s is at work. Wait until it has ended, "
                    "then start again.",
                    company=root.display_name,
                )
            )
        try:
            yield
        except Exception:
            if not module.current_test:
                self.env.cr.rollback()  # else the lock could not be given back
            raise
        finally:
            self.env.execute_query(
                SQL("SELECT pg_advisory_unlock(%s, %s)", LOCK, root.id)
            )

    @api.model
    def _take_up(self, root, kind, today):
        """Go on with today's interrupted run of this kind, or start a new one."""
        stopped = self.search(
            [
                ("company_id", "=", root.id),
                ("kind", "=", kind),
                ("state", "=", "running"),
            ]
        )
        same = stopped.filtered(lambda run: run.date == today and kind == "auto")[:1]
        now = root._collection_now()
        (stopped - same).write({"state": "stopped", "ended_at": now})
        if same:
            return same
        env = house(root)
        return self.create(
            {
                "name": env._("Run of %(date)s", date=say_date(env, today)),
                "company_id": root.id,
                "date": today,
                "kind": kind,
                "user_id": self.env.uid,
                "started_at": now,
            }
        )

    def _go_over(self, partners):
        """Judge one batch of debtors, act on the answers, commit both together.

        Whoever cannot be judged is put aside, so that the others get their letter.
        """
        troubles = self.env["collection.trouble"]
        troubles._work_apart(self.company_id, partners, self._decide_and_act)
        self.write(
            {
                "cases_done": self.cases_done + len(partners),
                "last_partner": partners.ids[-1],
            }
        )
        self._checkpoint()

    def _decide_and_act(self, partners):
        """Ask the rules about debtors and do what they answer."""
        root, cases = self.company_id, self.env["collection.case"]
        if self.kind != "dry":
            cases._before_deciding(root, partners, self.date)
        decisions = cases._decide(root, partners, self.date)
        self._store_lines(decisions)
        if self.kind != "dry":
            cases._store_decisions(root, decisions, self.date)
            cases._after_deciding(root, decisions, self.date)
            self._act(decisions)

    def _act(self, decisions):
        """Do what the rules answered: plan notices, open decision tasks."""
        if not self.company_id.collection_opened_on:
            self.note = house(self.company_id)._(
                "Nothing is sent until a manager has confirmed the go-live review."
            )
            return
        notices = self.env["collection.notice"]._plan(self, decisions)
        notices._approve_by_rule()
        self._open_tasks(decisions)
        self.notices_planned += len(notices)

    def _open_tasks(self, decisions):
        """Open a decision for every case that a person has to look at first."""
        asked = {
            partner_id: decision
            for partner_id, (debtor, decision) in decisions.items()
            if decision.action is Action.TASK and not debtor.decision_open
        }
        if not asked:
            return
        cases = self.env["collection.case"].search(
            [("company_id", "=", self.company_id.id), ("partner_id", "in", list(asked))]
        )
        for code, group in cases.grouped("reason_code").items():
            group._open_task(code, self.date)
        self.tasks_opened += len(cases)

    def _store_lines(self, decisions):
        """Record every decision of the batch with its reason, in one statement."""
        reasons = [decision.reason for _debtor, decision in decisions.values()]
        speaker = self.env["collection.reason"]._speaker(self.company_id, reasons)
        rows = [
            self._line_row(partner_id, decision, speaker)
            for partner_id, (_debtor, decision) in decisions.items()
        ]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                ADD_RUN_LINES,
                run=self.id,
                root=self.company_id.id,
                rows=as_json(rows),
            )
        )
        self.env["collection.run.line"].invalidate_model()

    @api.model
    def _line_row(self, partner_id, decision, speaker):
        return {
            "partner_id": partner_id,
            "action": decision.action.value,
            "rank": list(Action).index(decision.action),
            "stage_id": decision.stage_key,
            "reason": speaker(decision.reason),
            "reason_code": decision.reason.code,
            "next_date": decision.next_on,
            "amount": sum(claim.to_collect_company for claim in decision.claims),
            "items": len(decision.lines),
        }

    def _finish(self):
        now = self.company_id._collection_now()
        self.write({"state": "done", "ended_at": now})
        self._checkpoint()
        _logger.info(
            "Collections run %s (%s): %s customers, %s notices, %s decisions",
            self.id,
            self.kind,
            self.cases_done,
            self.notices_planned,
            self.tasks_opened,
        )

    @api.model
    def _checkpoint(self):
        """Commit what was done so far; inside a test nothing is committed."""
        if not module.current_test:
            self.env["ir.cron"]._commit_progress(1)

    # ------------------------------------------------------------------- jobs

    @api.model
    def _cron_run(self):
        """Run every company that wants it, on its working days."""
        companies = self.env["res.company"].search(
            [("parent_id", "=", False), ("collection_auto", "=", True)]
        )
        self._wake_and_escalate()
        for company in companies:
            today = company._collection_today()
            done = self.search_count(
                [
                    ("company_id", "=", company.id),
                    ("kind", "=", "auto"),
                    ("date", "=", today),
                    ("state", "=", "done"),
                ],
                limit=1,
            )
            if not done:
                self.with_company(company)._run(company, "auto", today)

    @api.model
    def _wake_and_escalate(self):
        """Wake pauses that ended, and hand overdue decisions to the manager."""

    @api.model
    def _cron_dirty(self):
        """Judge the cases that something happened to, in batches that commit."""
        events = self.env["collection.event"]
        self.env["collection.trouble"]._mark_due()
        while changed := events._digest(limit=BATCH):
            for root, partners in changed.items():
                self._judge_changed(root, partners)
            self._checkpoint()

    @api.model
    def _judge_changed(self, root, partners):
        """Judge changed debtors; notices that fell are planned anew at once.

        Whoever cannot be judged is put aside and tried again later.
        """
        troubles = self.env["collection.trouble"]
        answers = troubles._work_apart(
            root, partners, lambda some: self._judge_some(root, some)
        )
        fallen = self.env["collection.notice"].union(*answers)
        if fallen:
            self._run(root, "case", partners=fallen.partner_id)

    @api.model
    def _judge_some(self, root, partners):
        """Judge some debtors; answers the notices that were cancelled."""
        cases = self.env["collection.case"]
        cases._sync(root, partners)
        found = cases.search(
            [("company_id", "=", root.id), ("partner_id", "in", partners.ids)]
        )
        return found._judge()
