from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ...rules.dispute.dispute import UNDECIDED
from ...sentences import say_amount, say_date
from ..case.judge import as_json

# what new notices tell of disputes, by line
TELL = """
    UPDATE collection_notice_line l SET disputes = v.disputes
      FROM json_to_recordset(%s) AS v(line_id int, disputes jsonb)
     WHERE v.line_id = l.line_id AND l.part = 'disputed' AND l.notice_id IN %s
"""


class Told(NamedTuple):
    """What a debtor is told of one dispute about an item.

    ``amount`` is the part that is not asked for now, in the currency of the item;
    ``pay_by`` is the day up to which he is to pay it after all, None while we look
    into it.
    """

    number: str
    amount: float
    pay_by: object

    def stored(self):
        """The same as a line of a notice keeps it."""
        return [self.number, self.amount, self.pay_by]

    def texts(self, env, currency):
        """The same as the words ``collection_followup.dispute_told`` take it.

        :param env: the environment of the reader, in his language
        """
        return {
            "number": self.number,
            "amount": say_amount(env, self.amount, currency),
            "pay_by": say_date(env, self.pay_by),
        }


class CollectionDispute(models.Model):
    """The state of a dispute: the one answer for mail, letter, portal and statement."""

    _inherit = "collection.dispute"

    @api.model
    def _read_told(self, root, partners, today):
        """What debtors are told of the parts that rest: {journal item id: [Told]}.

        :param root: the root company
        :param partners: commercial partners
        :param today: the company's day
        """
        parts = self._read_parts(root, partners, today)
        disputes_sudo = self.sudo()  # their numbers, which the debtor knows
        disputes_sudo = disputes_sudo.browse(
            fact.key for rests in parts.values() for fact, _amount in rests
        )
        names = {dispute.id: dispute.name for dispute in disputes_sudo}
        return {
            line_id: [
                Told(
                    names[fact.key],
                    amount,
                    None if fact.state in UNDECIDED else fact.pay_by,
                )
                for fact, amount in rests
            ]
            for line_id, rests in parts.items()
        }


class CollectionNoticeLine(models.Model):
    """A contested line says what became of its disputes."""

    _inherit = "collection.notice.line"

    disputes = fields.Json(
        readonly=True,
        help="Number, amount and pay-by date of each dispute; without a date we look "
        "into it.",
    )

    def _told_texts(self, env):
        """What became of the disputes as they stood, ready to be shown.

        :param env: the environment of the reader, in his language
        """
        told = (
            Told(number, amount, fields.Date.to_date(pay_by))
            for number, amount, pay_by in self.disputes or ()
        )
        return [one.texts(env, self.currency_id) for one in told]


class CollectionNotice(models.Model):
    """Notices say which dispute a contested part belongs to."""

    _inherit = "collection.notice"

    @api.model
    def _insert_lines(self, run, notices, wanted):
        result = super()._insert_lines(run, notices, wanted)
        told = self.env["collection.dispute"]._read_told(
            run.company_id, notices.partner_id, run.date
        )
        if told:
            rows = [
                {"line_id": key, "disputes": [one.stored() for one in found]}
                for key, found in told.items()
            ]
            self.env.cr.execute(SQL(TELL, as_json(rows), tuple(notices.ids)))
            notices.line_ids.invalidate_recordset(["disputes"])
        return result
