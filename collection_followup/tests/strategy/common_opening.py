from odoo.fields import Command

from ..common_roles import RolesCommon


class OpeningCommon(RolesCommon):
    """A company on its first day with collections."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_opened_on = False

    def start(self, user=None):
        """Open the wizard as its user."""
        wizards = self.env["collection.opening"].with_user(user or self.manager)
        return wizards.browse(wizards.action_start()["res_id"])

    def line(self, wizard, partner=None):
        partner = partner or self.debtor
        return wizard.line_ids.filtered(lambda line: line.partner_id == partner)

    def item(self, move):
        return self.env["collection.item"].search(
            [("line_id", "in", self.receivable(move).ids)]
        )

    def entry(self, amount, due, partner=None, on="2025-12-31"):
        """An opening balance in a general journal."""
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": on,
                "line_ids": [
                    Command.create(
                        {
                            "name": "Opening balance",
                            "account_id": self.company_data[
                                "default_account_receivable"
                            ].id,
                            "partner_id": (partner or self.debtor).id,
                            "date_maturity": due,
                            "debit": amount,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "credit": amount,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        return move
