from odoo import models
from odoo.exceptions import UserError

from ...sentences import house


class CollectionNotice(models.Model):
    """The letter of a notice: its address, its place in the post, its PDF."""

    _inherit = "collection.notice"

    # ----------------------------------------------------------------- buttons

    def action_print_letters(self):
        """Print the letters that wait, in postal order."""
        self.check_access("write")
        batches = self.env["collection.letter.batch"]._for_notices(self)
        if not batches:
            raise UserError(self.env._("No letter waits for printing here."))
        return batches.action_print()

    def action_not_posted(self):
        """The letters were printed but not posted: the levels are given back."""
        self.check_access("write")
        printed = self.filtered(lambda notice: notice.letter_state == "printed")
        if not printed:
            raise UserError(self.env._("Only a printed letter can be taken back."))
        user = self.env.user.name
        for company, notices in printed.sudo().grouped("company_id").items():
            notices.letter_state = "none"  # rights were checked above
            notices._give_back(
                house(company)._("The letter was not posted, says %s.", user)
            )
        return True

    # ------------------------------------------------------------- last checks

    def _keep_standing_letters(self):
        """The letters that still stand today; the others are cancelled with reason.

        A notice whose e-mail has left is sent: only its letter is given up.
        """
        half = self.filtered(lambda notice: notice.state == "sent")
        standing = (self - half)._keep_standing()
        for company, notices in half.grouped("company_id").items():
            verdicts = notices._recheck(company._collection_today())
            for reason, some in self._by_reason(verdicts).items():
                if reason:
                    some._mark_failed("letter", reason)
                else:
                    standing |= some
        return self & standing  # in the order of before

    def _keep_addressed(self):
        """The letters with a complete address; the others fail and say what lacks."""
        good = self.browse()
        for notice in self:
            problem = notice.with_env(house(notice.company_id))._address_problem()
            if problem:
                notice._mark_failed("letter", problem)
            else:
                good |= notice
        return good

    def _letter_place(self):
        """Whose street is on the envelope: the contact's, else the debtor's."""
        self.ensure_one()
        return self.contact_id if self.contact_id.street else self.partner_id

    def _address_problem(self):
        """Say what is missing in the address, or an empty text."""
        self.ensure_one()
        place = self._letter_place()
        missing = [
            place._fields[name].get_description(self.env)["string"]
            for name in ("street", "city", "country_id")
            if not place[name]
        ]
        if not missing:
            return ""
        return self.env._(
            "The address of %(debtor)s has no %(missing)s: the letter cannot be "
            "posted. Complete the address and run collections again.",
            debtor=place.display_name,
            missing=", ".join(missing).lower(),
        )

    # ------------------------------------------------------------ postal order

    def _in_postal_order(self):
        """Sort as the post wants it: home first, by country, town, street, name."""
        return self.sorted(lambda notice: notice._postal_key())

    def _postal_key(self):
        place = self._letter_place()
        home = self.company_id.country_id
        return (
            place.country_id != home,
            place.country_id.code or "",
            place.zip or "",
            place.city or "",
            place.street or "",
            place.display_name or "",
            self.id,
        )
