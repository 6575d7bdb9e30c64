from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...sentences import house, say_date

# so many letters are printed at once while the user waits; more go to the job
AT_ONCE = 50


class CollectionLetterBatch(models.Model):
    """Letters of one company that are printed together, in postal order."""

    _name = "collection.letter.batch"
    _description = "Letter batch"
    _inherit = ["collection.guarded"]
    _is_evidence = True
    _people_write = {}
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one("res.users", string="Printed by", readonly=True)
    state = fields.Selection(
        [("draft", "To print"), ("printing", "Printing"), ("printed", "Printed")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    date = fields.Date(readonly=True, help="The date that the letters carry.")
    notice_ids = fields.One2many("collection.notice", "batch_id", readonly=True)
    letters_total = fields.Integer(string="Letters", readonly=True)
    letters_done = fields.Integer(
        string="Done", readonly=True, help="Printed, or not printed with a reason."
    )
    letters_printed = fields.Integer(string="Printed letters", readonly=True)
    letters_left_out = fields.Integer(
        string="Not printed", compute="_compute_letters_left_out"
    )
    progress = fields.Float(compute="_compute_progress", help="In percent.")
    pages = fields.Integer(readonly=True)
    note = fields.Text(readonly=True)
    pdf_id = fields.Many2one(
        "ir.attachment",
        string="All letters",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("letters_done", "letters_printed")
    def _compute_letters_left_out(self):
        for batch in self:
            batch.letters_left_out = batch.letters_done - batch.letters_printed

    @api.depends("letters_done", "letters_total")
    def _compute_progress(self):
        for batch in self:
            total = batch.letters_total
            batch.progress = 100.0 * batch.letters_done / total if total else 0.0

    # ------------------------------------------------------------------ making

    @api.model
    def _for_notices(self, notices):
        """Put letters that wait for printing into batches, one for each letterhead.

        Letters that lie in a batch already stay there, unless the user may not print
        all of it.

        :param notices: notices of any state; those without a waiting letter are left
        :return: the batches to print
        """
        # nobody may write batches by himself; whoever may write the notices prints
        notices = notices.sudo()
        waiting = notices.filtered(lambda n: n.letter_state == "to_print")
        batches = waiting.batch_id.filtered(lambda batch: batch.state != "printed")
        batches -= batches._of_others(self.env)
        loose = waiting.filtered(lambda notice: notice.batch_id not in batches)
        left = loose.batch_id
        for company, group in loose.grouped("company_id").items():
            batch = self._make_batch(company, group)
            group.batch_id = batch
            batches |= batch
        for batch in left:
            batch.letters_total = len(batch.notice_ids)
        return self.browse(batches.ids)

    @api.model
    def _batch_name(self, company):
        """What a new batch is called: the day and whose letterhead it has."""
        env = house(company)
        return env._(
            "Letters of %(date)s, %(company)s",
            date=say_date(env, company._collection_today()),
            company=company.name,
        )

    def _make_batch(self, company, notices):
        """A batch for letters on the letterhead of a company."""
        return self.sudo().create(  # nobody may write batches by himself
            {
                "name": self._batch_name(company),
                "company_id": company.id,
                "user_id": self.env.uid,
                "letters_total": len(notices),
            }
        )

    def _of_others(self, env):
        """The batches with a letter that the user of an environment may not print."""
        notices = self.notice_ids
        return (notices - notices.with_env(env)._filtered_access("write")).batch_id

    # ----------------------------------------------------------------- buttons

    def action_print(self):
        """Print what waits: few letters at once, many by the job."""
        self.check_access("read")
        if self.sudo()._of_others(self.env):  # a list as the user sees it is shorter
            raise AccessError(
                self.env._(
                    "This batch has letters to customers of other collectors. Print "
                    "your own letters from the list of notices."
                )
            )
        batches = self.sudo()  # the notices may be written: that is the right to print
        batches = batches.filtered(lambda batch: batch.state != "printed")
        batches._check_working_day()
        batches._start()
        if sum(len(batch._waiting()) for batch in batches) > AT_ONCE:
            cron = self.env.ref("collection_followup.ir_cron_letters")
            cron.sudo()._trigger()  # the job prints what the user may print
            return self._open()
        for batch in batches:
            batch._print_all()
        return (
            self.action_download() if len(self) == 1 and self.pdf_id else self._open()
        )

    def action_download(self):
        """Fetch the PDF of all letters, or say why there is none."""
        self.ensure_one()
        if not self.pdf_id:
            raise UserError(
                self.note
                or self.env._("No letter of this batch was printed: %s", self.name)
            )
        return {
            "type": "ir.actions.act_url",
            # only its number; the route checks who reads it
            "url": f"/web/content/{self.sudo().pdf_id.id}?download=true",
            "target": "download",
        }

    def action_open_notices(self):
        """Show the notices of the batch."""
        return self.notice_ids._get_records_action(name=self.env._("Notices"))

    def _open(self):
        """Open the batches; a form when there is only one."""
        return self._get_records_action(name=self.env._("Letters"))

    def _check_working_day(self):
        """Refuse to print on a free day: what leaves then would be cancelled."""
        for company in self.company_id:
            today = company._collection_today()
            calendar = company.root_id._collection_calendar(today)
            if not calendar.is_working(today):
                raise UserError(
                    self.env._(
                        "%(today)s is no working day at %(company)s: letters carry the "
                        "date of a working day. Print them on %(next)s.",
                        today=say_date(self.env, today),
                        company=company.name,
                        next=say_date(self.env, calendar.next_working(today)),
                    )
                )

    # ------------------------------------------------------------------ states

    def _start(self):
        """Say that printing has begun, by whom and with which date."""
        for batch in self.filtered(lambda batch: batch.state == "draft"):
            batch.write(
                {
                    "state": "printing",
                    "user_id": self.env.uid,
                    "date": batch.company_id._collection_today(),
                    "letters_total": len(batch.notice_ids),
                }
            )

    def _letter_date(self):
        """The date of the letters: the day of printing."""
        return self.date or self.company_id._collection_today()

    def _waiting(self):
        """The letters that are not printed yet, in postal order."""
        waiting = self.notice_ids.filtered(lambda n: n.letter_state == "to_print")
        return waiting._in_postal_order()


class CollectionRun(models.Model):
    """Printing all letters of a run."""

    _inherit = "collection.run"

    letters_waiting = fields.Integer(compute="_compute_letters_waiting")

    def _compute_letters_waiting(self):
        groups = self.env["collection.notice"]._read_group(
            [("run_id", "in", self.ids), ("letter_state", "=", "to_print")],
            ["run_id"],
            ["__count"],
        )
        counts = dict(groups)
        for run in self:
            run.letters_waiting = counts.get(run, 0)

    def action_print_letters(self):
        """Print the letters of these runs that wait, in postal order."""
        return self.notice_ids.filtered(
            lambda notice: notice.letter_state == "to_print"
        ).action_print_letters()
