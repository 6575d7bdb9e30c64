import json
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

PENDING = "collection_followup.marks"
_logger = logging.getLogger(__name__)
# marks of partners and documents that still exist
ADD_MARKS = """
    INSERT INTO collection_event (partner_id, company_id, move_id, kind, "on")
    SELECT p.id, v.company_id, m.id, v.kind, v."on"
      FROM json_populate_recordset(NULL::collection_event, %(rows)s) v
      JOIN res_partner p ON p.id = v.partner_id
      JOIN res_company c ON c.id = v.company_id
      LEFT JOIN account_move m ON m.id = v.move_id
"""
# marks are taken once, by whoever comes first
TAKE = """
    DELETE FROM collection_event e
     USING res_partner p
     WHERE p.id = e.partner_id AND e.id IN (
           SELECT e.id FROM collection_event e
             JOIN res_partner p ON p.id = e.partner_id
            WHERE e.company_id IN %s AND %s
            ORDER BY e.id LIMIT %s FOR UPDATE OF e SKIP LOCKED)
    RETURNING e.company_id, e.kind, e.move_id, e."on",
              p.commercial_partner_id AS debtor_id
"""
# marks that could not be written: their debtors are judged anew in any case
PUT_ASIDE = """
    INSERT INTO collection_trouble (partner_id, company_id, error, tries, retry_at)
    SELECT DISTINCT p.commercial_partner_id,
           split_part(c.parent_path, '/', 1)::int, %(error)s, 1, %(now)s::timestamp
      FROM json_populate_recordset(NULL::collection_event, %(rows)s) v
      JOIN res_partner p ON p.id = v.partner_id
      JOIN res_company c ON c.id = v.company_id
    ON CONFLICT (partner_id, company_id) DO NOTHING
"""
WATCHED = {"state", "payment_state", "no_followup"}


class CollectionEvent(models.Model):
    """Something happened that may change what is owed: a mark, no judgement.

    Rows are only ever inserted here, inside the transaction of whoever posts,
    pays or matches, so that nobody waits for collections and no error of ours
    stops the accountant. The triggered job judges the marked cases afterwards.
    """

    _name = "collection.event"
    _description = "Collection event"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _log_access = False

    partner_id = fields.Many2one("res.partner", index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    move_id = fields.Many2one(
        "account.move", index="btree_not_null", ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("changed", "Something changed"),
            ("posted", "Posted after its date"),
            ("returned", "Payment returned"),
            ("taken_back", "What is matched with it was taken back"),
        ],
        default="changed",
        required=True,
    )
    on = fields.Date(required=True)

    @api.model
    def _mark_lines(self, lines, kind="changed"):
        """Mark the debtors of receivable lines dirty and wake the job.

        :param lines: journal items of any account; others than receivable are left out
        :param kind: what happened, see ``kind``
        """
        lines = lines.sudo()  # whoever pays may not read the ledger
        lines = lines.filtered(
            lambda line: line.account_type == "asset_receivable" and line.partner_id
        )
        keys = {
            (line.partner_id.id, line.company_id.id, line.move_id.id) for line in lines
        }
        self._mark(keys, kind)

    @api.model
    def _mark_partners(self, partners, company):
        """Mark partners of one company dirty and wake the job."""
        self._mark({(partner.id, company.id, None) for partner in partners})

    @api.model
    def _mark_all(self, company):
        """Mark every open case of a company (and its branches) dirty."""
        cases = self.env["collection.case"].sudo()  # a setting touches all cases
        cases = cases.search(
            [("company_id", "=", company.root_id.id), ("state", "=", "open")]
        )
        self._mark_partners(cases.partner_id, company.root_id)

    @api.model
    def _digest(self, root=None, partners=None, limit=None):
        """Take marks away and answer whom they concern.

        Late postings and returned payments are noted on the items on the way.

        :param root: only marks of this company tree, else of all
        :param partners: only marks of these commercial partners
        :param limit: at most so many marks
        :return: {root company: commercial partners}
        """
        self._write_marks()
        rows = self._take(root, partners, limit)
        self._note(rows)
        found = {}
        for row in rows:
            found.setdefault(row["company_id"], set()).add(row["debtor_id"])
        changed = {}
        for company in self.env["res.company"].browse(found):
            debtors = self.env["res.partner"].browse(found[company.id])
            changed[company.root_id] = (
                changed.get(company.root_id, self.env["res.partner"]) | debtors
            )
        return changed

    @api.model
    def _note(self, rows):
        """Note on the items what happened to them.

        :param rows: taken marks with ``company_id``, ``kind``, ``move_id``, ``on`` and
            ``debtor_id``
        """
        items = self.env["collection.item"]
        items._note_late_postings([row for row in rows if row["kind"] == "posted"])
        items._note_returns([row for row in rows if row["kind"] == "returned"])

    @api.model
    def _take(self, root, partners, limit):
        companies = self.env["res.company"].search(
            [("id", "child_of", root.ids)] if root else []
        )
        only = SQL("TRUE")
        if partners is not None:
            only = SQL("p.commercial_partner_id IN %s", tuple(partners.ids) or (0,))
        self.env.cr.execute(
            SQL(
                TAKE,
                tuple(companies.ids) or (0,),
                only,
                limit,
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _mark(self, keys, kind="changed"):
        """Remember marks until just before the commit: one insert for all of them.

        :param keys: (partner id, company id, move id or None) of each
        """
        if not keys:
            return
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = {}
            # whoever posts or pays may not write here
            precommit.add(self.sudo()._write_marks)
        companies = self.env["res.company"].browse({key[1] for key in keys}).sudo()
        today = {company.id: company._collection_today() for company in companies}
        precommit.data[PENDING].update(
            {(*key, kind, today[key[1]]): None for key in keys}
        )

    @api.model
    def _write_marks(self):
        """Insert the marks of this transaction and wake the job once.

        What was rolled back to a savepoint meanwhile is left out by the joins, so
        that no mark can break the posting that made it.
        """
        marks = self.env.cr.precommit.data.get(PENDING)
        if not marks:
            return
        columns = ("partner_id", "company_id", "move_id", "kind", "on")
        rows = [dict(zip(columns, mark, strict=True)) for mark in marks]
        marks.clear()
        try:
            with self.env.cr.savepoint(flush=False):
                self._insert_marks(ADD_MARKS, rows)
        except OperationalError:
            raise  # the database is busy: the posting itself is tried again
        except Exception as error:  # an error of ours stops nobody's posting
            _logger.exception("Collections: what was posted could not be marked")
            with self.env.cr.savepoint(flush=False):
                self._insert_marks(PUT_ASIDE, rows, error=str(error))

    @api.model
    def _insert_marks(self, query, rows, **values):
        """Insert marks, or the debtors whom they concern, and wake the job."""
        self.env.cr.execute(
            SQL(
                query,
                rows=json.dumps(rows, default=str),
                now=self.env["res.company"]._collection_now(),
                **values,
            )
        )
        cron = self.env.ref(
            "collection_followup.ir_cron_dirty", raise_if_not_found=False
        )
        if cron:
            cron._trigger()


class AccountMove(models.Model):
    """Documents tell collections when they are posted, blocked or taken back."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        lines = posted.line_ids
        companies_sudo = posted.company_id.sudo()  # a time zone, whoever posts
        today = {company.id: company._collection_today() for company in companies_sudo}
        late = lines.filtered(
            lambda line: (
                line.move_id.move_type == "out_invoice"
                and line.move_id.invoice_date
                and line.move_id.invoice_date < today[line.move_id.company_id.id]
            )
        )
        self.env["collection.event"]._mark_lines(late, "posted")
        self.env["collection.event"]._mark_lines(lines - late)
        posted._mark_matched_debtors()
        return posted

    def write(self, vals):
        done = super().write(vals)
        if WATCHED & vals.keys() and vals.get("state") != "posted":
            self.env["collection.event"]._mark_lines(self.line_ids)
            self._mark_matched_debtors()
        return done

    def _mark_matched_debtors(self):
        """Mark the debtors for whom these documents paid: it may be somebody else.

        A payment that is taken back to draft, or rejected, stays matched.
        """
        lines = self.sudo().line_ids  # whoever pays may not read the ledger
        lines = lines.matched_debit_ids.debit_move_id
        self.env["collection.event"]._mark_lines(lines, "taken_back")


class AccountPartialReconcile(models.Model):
    """Every reconciliation passes here, part payments and un-matching too."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._mark_debtors("changed")
        return partials

    def unlink(self):
        self._mark_debtors("returned")
        return super().unlink()

    def _mark_debtors(self, kind):
        lines = self.debit_move_id | self.credit_move_id
        self.env["collection.event"]._mark_lines(lines, kind)
