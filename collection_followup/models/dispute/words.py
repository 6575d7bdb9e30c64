from odoo import models

from ...report.notice.how_to_pay import Asked, HowToPay
from ...sentences import say_amount, say_date


class CollectionDispute(models.Model):
    """The words in which the debtor hears what came of his dispute.

    In the language of the environment; texts ready to be shown.
    """

    _inherit = "collection.dispute"

    def _outcome_words(self, notice):
        """What the mail and the letter need, and nobody else.

        :param notice: a notice in memory, speaking the language of the reader
        """
        self.ensure_one()
        pay_by = self._outcome_pay_by()
        return {
            "subject": self._outcome_subject(),
            "salutation": notice._salutation(""),
            "paragraphs": self._outcome_paragraphs(),
            "pay_by": pay_by,
            "amount": say_amount(self.env, self._amount_to_pay(), self.currency_id),
            "reference": self.name,
            "document": self.document,
            "pay": self._how_to_pay(notice.company_id) if pay_by else None,
        }

    def _how_to_pay(self, company):
        """Where, and with which reference, the debtor pays the part after all."""
        amount = self._amount_to_pay()
        asked = [Asked(amount, self.currency_id, self.move_id, self.document)]
        return HowToPay(company, self.partner_id, asked, self.name)

    def _amount_to_pay(self):
        """What of the contested part is payable: never more than is open."""
        part = min(self.amount_disputed, self.amount_open)
        return self.currency_id.round(part)

    def _outcome_pay_by(self):
        """The pay-by date in words, where there is something to pay."""
        if self.currency_id.is_zero(self._amount_to_pay()) or not self.pay_by:
            return ""
        return say_date(self.env, self.pay_by)

    def _outcome_subject(self):
        subjects = {
            "credit_note": self.env._("Credit note for %(document)s"),
            "replacement": self.env._("%(document)s: your goods were replaced"),
            "correction": self.env._("%(document)s: it was corrected"),
            "documents": self.env._("%(document)s: the documents you asked for"),
        }
        subject = subjects.get(self.answer) or self.env._(
            "%(document)s: our answer to your question"
        )
        return subject % {"document": self.document}

    def _outcome_paragraphs(self):
        """The text, one paragraph after the other; never a threat."""
        thanks = self.env._(
            "you told us that you do not agree with %(amount)s of %(document)s "
            "(our number %(number)s). Thank you for your patience.",
            amount=say_amount(self.env, self.amount, self.currency_id),
            document=self.document,
            number=self.name,
        )
        paragraphs = [thanks, self._outcome_sentence()]
        if self._outcome_pay_by():
            paragraphs.append(self._pay_sentence())
        paragraphs.append(
            self.env._("If something is still not right, just answer this message.")
        )
        return paragraphs

    def _outcome_sentence(self):
        values = {"document": self.document, "note": self.answer_note or ""}
        if self.answer == "credit_note":
            return self._credited_sentence()
        sentences = {
            "replacement": self.env._(
                "We are sorry for the trouble. The goods were replaced: %(note)s"
            ),
            "correction": self.env._(
                "We are sorry for the trouble. We have corrected it: %(note)s"
            ),
            "documents": self.env._(
                "Please find %(document)s attached once more. %(note)s"
            ),
            "for_us": self.env._(
                "We have looked into it carefully and believe that the amount is "
                "correct. Our reasons: %(note)s"
            ),
        }
        return sentences[self.answer] % values

    def _credited_sentence(self):
        note = self.credit_note_id
        if self._outcome_pay_by():
            return self.env._(
                "We have looked into it carefully. We have credited %(amount)s with "
                "our credit note %(credit_note)s; we believe that the remaining "
                "amount is correct.",
                credit_note=note.name or "",
                amount=say_amount(self.env, note.amount_total, note.currency_id),
            )
        return self.env._(
            "You were right, and we apologise for the trouble. We have credited "
            "%(amount)s with our credit note %(credit_note)s; there is nothing more "
            "that you need to do about this part.",
            credit_note=note.name or "",
            amount=say_amount(self.env, note.amount_total, note.currency_id),
        )

    def _pay_sentence(self):
        return self.env._(
            "We kindly ask you to pay %(amount)s by %(pay_by)s. Until then we do not "
            "remind you of this part.",
            amount=say_amount(self.env, self._amount_to_pay(), self.currency_id),
            pay_by=self._outcome_pay_by(),
        )
