from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError

from ...sentences import say_amount, say_date

LONGEST = timedelta(days=366)


class CollectionDispute(models.Model):
    """What a dispute may not be, and who may change what."""

    _inherit = "collection.dispute"

    def write(self, vals):
        done = super().write(vals)
        if "evidence_ids" in vals:
            self._adopt_evidence()
        if {"amount", "deadline"} & vals.keys():
            self._rest_changed()
        if "user_id" in vals:
            self._hand_to_owner()
        return done

    @api.model
    def _people_instead(self):
        return self.env._(
            "The buttons and the ledger change a dispute; once it is decided, open a "
            "new one."
        )

    @api.constrains("line_id", "case_id", "amount")
    def _check_item_and_amount(self):
        """The item first: what it says of the amount depends on it."""
        disputes = self.filtered("line_id")  # else the document was taken back
        for dispute in disputes:
            line = dispute.line_id.sudo()  # a branch's item too; nothing is shown
            problem = dispute._item_problem(line)
            if problem:
                raise ValidationError(problem)
        disputes._check_amount()

    def _item_problem(self, line):
        """Why an item cannot be contested on this case, or an empty text."""
        self.ensure_one()
        case = self.case_id
        if line.account_type != "asset_receivable" or line.balance < 0:
            return self.env._("Only customer receivables can be disputed.")
        if line.partner_id.commercial_partner_id != case.partner_id:
            return self.env._(
                "%(item)s is not an item of %(debtor)s.",
                item=line.display_name,
                debtor=case.partner_id.display_name,
            )
        if line.company_id.root_id != case.company_id:
            return self.env._(
                "%(item)s belongs to another company.", item=line.display_name
            )
        if line.parent_state != "posted" or line.reconciled:
            return self.env._(
                "%(item)s is no longer open: there is nothing to dispute.",
                item=line.display_name,
            )
        return ""

    def _check_amount(self):
        """Refuse more than what is open and not contested yet."""
        for dispute in self:  # before the database says so in its own words
            if dispute.currency_id.compare_amounts(dispute.amount, 0.0) <= 0:
                raise ValidationError(
                    self.env._("How much is disputed? Enter more than zero.")
                )
        free = self._free_amounts()
        for dispute in self:
            currency = dispute.currency_id
            if currency.compare_amounts(dispute.amount, free[dispute]) > 0:
                raise ValidationError(
                    self.env._(
                        "%(amount)s is more than what is open and not yet disputed: "
                        "at most %(most)s of %(item)s can be disputed.",
                        amount=say_amount(self.env, dispute.amount, currency),
                        most=say_amount(self.env, free[dispute], currency),
                        item=dispute.document or dispute.name,
                    )
                )

    @api.constrains("user_id")
    def _check_owner(self):
        if any(dispute.user_id.share or not dispute.user_id.active for dispute in self):
            raise ValidationError(
                self.env._("Every dispute has an owner: choose one of your colleagues.")
            )

    @api.constrains("deadline")
    def _check_deadline(self):
        for dispute in self:
            today = dispute.company_id._collection_today()
            if not today < dispute.deadline <= today + LONGEST:
                raise ValidationError(
                    self.env._(
                        "A dispute is decided after today and within a year; "
                        "%(day)s is not.",
                        day=say_date(self.env, dispute.deadline),
                    )
                )

    @api.constrains("contact_id", "case_id")
    def _check_contact(self):
        self._check_own_contact()

    @api.constrains("invoice_line_ids", "move_id")
    def _check_invoice_lines(self):
        for dispute in self.filtered("move_id"):
            lines = dispute.invoice_line_ids.sudo()  # only their document is compared
            if lines.move_id - dispute.move_id:
                raise ValidationError(
                    self.env._("Choose lines of the disputed document.")
                )

    def _adopt_evidence(self):
        """Files uploaded into a window belong to the dispute: its readers see them."""
        files = self.evidence_ids.filtered(
            lambda file: not file.res_id and file.create_uid == self.env.user
        )
        files.write({"res_model": self._name, "res_id": self[:1].id})

    @api.constrains("evidence_ids")
    def _check_evidence(self):
        """Evidence may be shown to the debtor: nobody attaches what he cannot read."""
        if not self.env.su:
            self.evidence_ids.check_access("read")
