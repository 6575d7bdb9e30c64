from odoo import api, models
from odoo.tools import SQL

from ...rules.ledger.facts import LISTED, Action
from ...rules.strategy.clock import due_on
from ..case.judge import as_json

# one notice for each decision
ADD_NOTICES = """
    INSERT INTO collection_notice
           (name, case_id, partner_id, company_id, run_id, stage_id,
            severity, round, user_id, state, reason, by_email, by_letter,
            by_call, email_state, letter_state, call_state, planned_on,
            pay_by, amount, create_uid, create_date, write_uid, write_date)
    SELECT v.name, c.id, v.partner_id, %(root)s, %(run)s, s.id, s.severity,
           c.round, c.user_id, 'planned', v.reason, s.by_email,
           s.by_letter, s.by_call, 'none', 'none', 'none', %(today)s,
           v.pay_by, v.amount, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
           now() AT TIME ZONE 'UTC'
      FROM json_populate_recordset(NULL::collection_notice, %(rows)s) v
      JOIN collection_case c
        ON c.partner_id = v.partner_id AND c.company_id = %(root)s
      JOIN collection_stage s ON s.id = v.stage_id
    RETURNING id
"""

# the items of new notices as they stand
ADD_LINES = """
    INSERT INTO collection_notice_line
           (notice_id, company_id, line_id, move_id, part, stage_id, round,
            state, name, customer_reference, date_invoice, date_due,
            days_late, currency_id, amount_total, amount_open,
            amount_rests, amount_to_collect, amount_company)
    SELECT n.id, l.company_id, l.id, m.id, v.part, v.stage_id,
           COALESCE(i.round, 1) + v.again, n.state, m.name, m.ref,
           COALESCE(m.invoice_date, m.date),
           v.date_due, GREATEST(%(today)s - v.date_due, 0),
           l.currency_id, l.amount_currency, v.amount_open,
           ROUND(v.amount_rests, 6), v.amount_to_collect,
           v.amount_company
      FROM json_to_recordset(%(rows)s)
           AS v(partner_id int, line_id int, part text, stage_id int,
                date_due date, again int, amount_open numeric, amount_rests numeric,
                amount_to_collect numeric, amount_company numeric)
      JOIN collection_notice n
        ON n.partner_id = v.partner_id AND n.id IN %(notices)s
      JOIN account_move_line l ON l.id = v.line_id
      JOIN account_move m ON m.id = l.move_id
      LEFT JOIN collection_item i ON i.line_id = l.id
"""


class CollectionNotice(models.Model):
    """Planning: notices and their lines are inserted in a few statements."""

    _inherit = "collection.notice"

    @api.model
    def _plan(self, run, decisions):
        """Plan the notices that were decided; what has not left is planned anew.

        A notice that still says the same is kept with its number, its words and
        its approval; one that does not is cancelled and followed by a new one.

        :param run: the run that decided
        :param decisions: {partner id: (Debtor, Decision)}
        :return: the notices that are new
        """
        unsent = self._unsent(run.company_id, decisions)
        kept = unsent._still_true(decisions, run.date)
        taken = set(kept.partner_id.ids)
        edited = self._edited_words(unsent - kept)
        wanted = {
            partner_id: decision
            for partner_id, (_debtor, decision) in decisions.items()
            if decision.action is Action.NOTICE and partner_id not in taken
        }
        run.notices_refreshed += len(kept)
        if not wanted:
            return self.browse()
        notices = self._insert(run, wanted)
        self._insert_lines(run, notices, wanted)
        notices._use_letterhead()
        notices._address()
        notices._take_over_words(edited)
        return notices

    @api.model
    def _unsent(self, root, decisions):
        return self.search(
            [
                ("case_id.company_id", "=", root.id),
                ("partner_id", "in", list(decisions)),
                ("state", "in", ("planned", "approved", "sending", "unknown")),
            ]
        )

    def _still_true(self, decisions, today):
        """The unsent notices that need no successor; the others are cancelled.

        What is leaving right now, or may have left, is never planned again.
        """
        leaving = self.filtered(lambda notice: notice.state in ("sending", "unknown"))
        waiting = self - leaving
        verdicts = waiting._verdicts(decisions, today)
        for reason, fallen in self._by_reason(verdicts).items():
            if reason:
                fallen._cancel(reason)
        return leaving | waiting.filtered(lambda notice: not verdicts[notice])

    @api.model
    def _edited_words(self, notices):
        """Words that somebody wrote for a notice are not lost when it is replaced."""
        return {
            (notice.partner_id.id, notice.stage_id.id): {
                "subject": notice.subject,
                "opening": notice.opening,
                "closing": notice.closing,
                "words_edited": True,
            }
            for notice in notices.filtered("words_edited")
        }

    def _take_over_words(self, edited):
        for notice in self.filtered(
            lambda n: (n.partner_id.id, n.stage_id.id) in edited
        ):
            notice.write(edited[notice.partner_id.id, notice.stage_id.id])

    @api.model
    def _insert(self, run, wanted):
        """Insert one notice for each decision and answer them."""
        reasons = [decision.reason for decision in wanted.values()]
        speaker = self.env["collection.reason"]._speaker(run.company_id, reasons)
        names = self._next_numbers(len(wanted), run.date)
        rows = [
            {"name": name, "reason": speaker(decision.reason)}
            | self._notice_row(partner_id, decision)
            for name, (partner_id, decision) in zip(names, wanted.items(), strict=True)
        ]
        self.env.flush_all()
        ids = self.env.execute_query(
            SQL(
                ADD_NOTICES,
                root=run.company_id.id,
                run=run.id,
                today=run.date,
                uid=self.env.uid,
                rows=as_json(rows),
            )
        )
        self.invalidate_model()
        return self.browse([notice_id for (notice_id,) in ids])

    @api.model
    def _notice_row(self, partner_id, decision):
        """What a notice takes from its decision; resting parts are not claimed."""
        return {
            "partner_id": partner_id,
            "stage_id": decision.stage_key,
            "pay_by": decision.pay_by,
            "amount": sum(
                line.claim.to_collect_company
                for line in decision.lines
                if line.part in LISTED
            ),
        }

    @api.model
    def _next_numbers(self, count, today):
        """Take ``count`` numbers from the sequence in one statement."""
        # numbers are dealt to whoever plans; nobody else writes sequences
        sequence = self.env.ref("collection_followup.sequence_notice").sudo()
        sequence = sequence.with_context(ir_sequence_date=today)
        if sequence.implementation != "standard":
            return [sequence.next_by_id() for _n in range(count)]
        numbers = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                "ir_sequence_%03d" % sequence.id,
                count,
            )
        )
        prefix, suffix = sequence._get_prefix_suffix(date=today)
        return [
            f"{prefix}{number:0{sequence.padding}d}{suffix}" for (number,) in numbers
        ]

    @api.model
    def _insert_lines(self, run, notices, wanted):
        """Insert the items of new notices as they stand, in one statement."""
        rows = [
            self._line_row(partner_id, line)
            for partner_id, decision in wanted.items()
            for line in decision.lines
        ]
        self.env.cr.execute(
            SQL(
                ADD_LINES,
                today=run.date,
                rows=as_json(rows),
                notices=tuple(notices.ids),
            )
        )
        self.env["collection.notice.line"].invalidate_model()

    @api.model
    def _line_row(self, partner_id, line):
        """An item as it stands on the notice of a debtor."""
        return {
            "partner_id": partner_id,
            "line_id": line.claim.item.key,
            "part": line.part,
            "stage_id": line.moves_to,
            "date_due": due_on(line.claim.item),
            "again": int(line.again),
            "amount_open": line.claim.item.open,
            "amount_rests": self._amount_rests(line),
            "amount_to_collect": line.claim.to_collect,
            "amount_company": line.claim.to_collect_company,
        }

    @api.model
    def _amount_rests(self, line):
        """What of a line is not claimed: of a part shown apart, that part alone."""
        claim = line.claim
        if line.part in LISTED:
            return claim.item.open - claim.to_collect
        return claim.part(line.part)

    def _use_letterhead(self):
        """A notice whose items all belong to one branch carries its letterhead."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_notice n SET company_id = l.company_id
                  FROM (SELECT notice_id, MIN(company_id) AS company_id
                          FROM collection_notice_line WHERE notice_id IN %s
                         GROUP BY notice_id HAVING COUNT(DISTINCT company_id) = 1) l
                 WHERE l.notice_id = n.id AND n.company_id <> l.company_id
                """,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["company_id"])

    def _approve_by_rule(self):
        """Approve what its stage lets go without a person."""
        free = self.filtered(lambda notice: not notice._needs_approval())
        free._open_channels()

    def _needs_approval(self):
        """Tell whether the stage wants a person to look at this notice first."""
        self.ensure_one()
        stage = self.stage_id
        if stage.approval == "above":
            limit = stage.approval_amount
            return self.currency_id.compare_amounts(self.amount, limit) > 0
        return stage.approval == "always"
