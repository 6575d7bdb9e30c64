from odoo import models
from odoo.exceptions import UserError

MOST_NAMED = 10


class CollectionCase(models.Model):
    """The reminder that is due on paper, at the press of a button.

    It goes the way of a run: the same decision, number and checks, and the levels
    move when it is printed.
    """

    _inherit = "collection.case"

    def action_print_due_letters(self):
        """Plan what is due for these debtors today and print it as letters."""
        self.check_access("write")
        runs = self.env["collection.run"].sudo()  # rights were checked above
        notes = set()
        for root, cases in self.grouped("company_id").items():
            run = runs._run(root, "case", partners=cases.partner_id)
            notes.add(run.note or "")
        notices = self.env["collection.notice"].search(
            [("case_id", "in", self.ids), ("state", "in", ("planned", "approved"))]
        )
        if not notices:
            raise UserError(self._nothing_due_words(notes))
        notices.sudo()._go_by_post()  # rights were checked above
        return notices.action_print_letters()

    def _nothing_due_words(self, notes):
        """Why no reminder is due, debtor by debtor.

        :param notes: what the runs said of all of them
        """
        why = [note for note in sorted(notes) if note] or [
            f"{case.partner_id.display_name}: {case.reason or ''}"
            for case in self[:MOST_NAMED]
        ]
        return "\n".join([self.env._("No reminder is due today."), *why])


class CollectionNotice(models.Model):
    """A notice that somebody wants on paper."""

    _inherit = "collection.notice"

    def _go_by_post(self):
        """Let notices that have not left go as letters instead of e-mails.

        :raise UserError: for debtors without a postal address
        """
        others = self.filtered(lambda notice: notice.letter_state != "to_print")
        queued = others.filtered(lambda notice: notice.email_state == "queued")
        others.write({"by_letter": True, "by_email": False, "email_state": "none"})
        queued._cancel_mails()
        others._address()
        lost = others.filtered(lambda notice: not notice.by_letter)
        lost |= others.filtered(lambda notice: notice.state == "failed")
        if lost:
            names = ", ".join(lost.partner_id.mapped("display_name"))
            raise UserError(
                self.env._("There is no postal address for %(names)s.", names=names)
            )
        others.filtered(lambda n: n.state == "approved").letter_state = "to_print"
        others.filtered(lambda n: n.state == "planned")._approve()


class AccountMove(models.Model):
    """From invoices to the reminders of their debtors."""

    _inherit = "account.move"

    def action_print_due_letters(self):
        """Print the reminders that are due to the debtors of these invoices."""
        sales = self.filtered(lambda move: move.is_sale_document(True))
        cases = self.env["collection.case"]
        for root, moves in sales.grouped(lambda m: m.company_id.root_id).items():
            cases |= moves.commercial_partner_id._collection_due_cases(root)
        return sales.commercial_partner_id._collection_print_due(cases)


class ResPartner(models.Model):
    """From contacts to the reminders of their firms."""

    _inherit = "res.partner"

    def action_print_due_letters(self):
        """Print the reminders that are due to these debtors, in this company."""
        debtors = self.commercial_partner_id
        cases = debtors._collection_due_cases(self.env.company.root_id)
        return debtors._collection_print_due(cases)

    def _collection_print_due(self, cases):
        """Print the reminders of these debtors, or say that they owe nothing."""
        if not cases:
            names = ", ".join(self[:MOST_NAMED].mapped("display_name"))
            raise UserError(
                self.env._("There is no collection case of %(names)s.", names=names)
            )
        return cases.action_print_due_letters()

    def _collection_due_cases(self, root):
        """The cases of these debtors that the user sees."""
        return self.env["collection.case"].search(
            [("partner_id", "in", self.ids), ("company_id", "=", root.id)]
        )
