import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError

_logger = logging.getLogger(__name__)
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)


class CollectionTrouble(models.Model):
    """A debtor who could not be judged: what went wrong, and when it is tried again.

    An error of ours on one record never stops the accountant, and never keeps the
    other debtors waiting.
    """

    _name = "collection.trouble"
    _description = "Case with a processing error"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _order = "retry_at, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    case_id = fields.Many2one("collection.case", compute="_compute_case_id")
    error = fields.Text(readonly=True)
    tries = fields.Integer(string="Tried", readonly=True)
    retry_at = fields.Datetime(string="Next try", readonly=True)

    _once = models.UniqueIndex(
        "(partner_id, company_id)", "A customer is in trouble once in each company."
    )

    @api.depends("partner_id", "company_id")
    def _compute_case_id(self):
        cases = self.env["collection.case"].with_context(active_test=False)
        found = cases.search([("partner_id", "in", self.partner_id.ids)])
        by_key = {(case.partner_id, case.company_id): case for case in found}
        for trouble in self:
            trouble.case_id = by_key.get((trouble.partner_id, trouble.company_id))

    @api.model
    def _work_apart(self, root, partners, work):
        """Do something for debtors; the ones with whom it fails are put aside.

        They are found by halving, each half on a savepoint of its own.

        :param partners: commercial partners
        :param work: called with some of them
        :return: list of what it answered
        """
        try:
            with self.env.cr.savepoint():
                answers = [work(partners)]
        except OperationalError:
            raise  # the database is busy: the whole job is tried again
        except Exception as error:  # noqa: BLE001 - whatever it is, it is ours
            if len(partners) <= 1:
                self._put_aside(root, partners, error)
                return []
            half = len(partners) // 2
            answers = self._work_apart(root, partners[:half], work)
            return answers + self._work_apart(root, partners[half:], work)
        self._forget(root, partners)
        return answers

    @api.model
    def _put_aside(self, root, partner, error):
        """Remember what went wrong with a debtor; each time the pause is longer."""
        _logger.error(
            "Collections: customer %s of company %s was not judged",
            partner.id,
            root.id,
            exc_info=error,
        )
        trouble_sudo = self.sudo()  # whoever happens to judge writes no troubles
        trouble = trouble_sudo.search(
            [("partner_id", "=", partner.id), ("company_id", "=", root.id)]
        )
        tries = trouble.tries + 1
        pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
        values = {
            "error": f"{type(error).__name__}: {error}",
            "tries": tries,
            "retry_at": root._collection_now() + pause,
        }
        if trouble:
            trouble.write(values)
        else:
            trouble_sudo.create(
                {**values, "partner_id": partner.id, "company_id": root.id}
            )
        self._wake_job(values["retry_at"])

    @api.model
    def _wake_job(self, at=None):
        cron_sudo = self.env.ref("collection_followup.ir_cron_dirty").sudo()  # its time
        cron_sudo._trigger(at)

    @api.model
    def _forget(self, root, partners):
        """What was done in the end is no trouble any more."""
        self.sudo().search(  # whoever happens to judge
            [("company_id", "=", root.id), ("partner_id", "in", partners.ids)]
        ).unlink()

    @api.model
    def _mark_due(self):
        """Let the job try again what has waited long enough."""
        # the job tries again for everybody
        now = self.env["res.company"]._collection_now()
        due = self.sudo().search([("retry_at", "<=", now)])
        for company, troubles in due.grouped("company_id").items():
            self.env["collection.event"]._mark_partners(troubles.partner_id, company)

    def action_retry(self):
        """Try again now (credit managers)."""
        if not self.env.user.has_group("collection_followup.group_collection_manager"):
            raise AccessError(self.env._("Only a credit manager may try again."))
        self.check_access("read")
        troubles_sudo = self.sudo()  # the right was checked above
        troubles_sudo.retry_at = self.env["res.company"]._collection_now()
        self._wake_job()
        return self.env["collection.case"]._notify(
            self.env._("It is tried again within a minute."), "success"
        )
