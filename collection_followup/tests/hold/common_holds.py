from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields

from ..common_roles import RolesCommon

TODAY = "2026-06-15"


class HoldsCommon(RolesCommon):
    """Automatic holds are on; stage 3 announces them; a debtor who does not pay.

    Due 2 March, stage 3 is sent on 30 March and asks for payment by 9 April: from
    10 April on the invoice may cause a hold.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage("3").announces_hold = True
        cls.strategy.action_confirm()
        cls.company.collection_hold_auto = True
        cls.person = cls._make_debtor("Petra Private", is_company=False)

    def reminded(self, amount=1000.0, partner=None, severity="3", on="2026-03-30"):
        """An invoice due on 2 March that a sent notice of a stage has asked for."""
        partner = partner or self.debtor
        move = self.invoice(amount, "2026-02-01", due="2026-03-02", partner=partner)
        self.announce(move, severity, on)
        return move

    def announce(self, moves, severity="3", on="2026-03-30"):
        """Send each debtor a notice of a stage, to be paid in ten days."""
        on = fields.Date.to_date(on)
        stage, partners = self.stage(severity), moves.commercial_partner_id
        cases = self.env["collection.case"]
        cases._sync(self.company, partners, on)
        cases = cases._case_of(partners, self.company).grouped("partner_id")
        notices = self.env["collection.notice"].sudo()
        notices = notices.create(
            [
                self._letter(cases[partner], group, stage, on)
                for partner, group in moves.grouped("commercial_partner_id").items()
            ]
        )
        with freeze_time(on):
            notices._mark_sent("letter", on)
        return notices

    def _letter(self, case, moves, stage, on):
        """An approved letter that asks for invoices."""
        return {
            "case_id": case.id,
            "partner_id": case.partner_id.id,
            "company_id": self.company.id,
            "stage_id": stage.id,
            "state": "approved",
            "by_letter": True,
            "letter_state": "to_print",
            "pay_by": on + timedelta(days=10),
            "line_ids": [
                Command.create(
                    {
                        "line_id": self.receivable(move).id,
                        "company_id": move.company_id.id,
                        "move_id": move.id,
                        "part": "due",
                        "stage_id": stage.id,
                        "date_due": move.invoice_date_due,
                        "currency_id": move.currency_id.id,
                    }
                )
                for move in moves
            ],
        }

    def judge(self, day=TODAY, partner=None):
        """Judge the debtor on a day; answers what his case says of a hold."""
        day = fields.Date.to_date(day)
        with freeze_time(day):
            self.case(partner)._judge(day)
        return self.case(partner).hold_effect

    def holds(self, state="active", partner=None):
        """The holds of a debtor in a state."""
        return self.env["collection.hold"].search(
            [
                ("partner_id", "=", (partner or self.debtor).id),
                ("state", "=", state),
            ],
            order="id",
        )

    def order(self, amount=500.0, partner=None, user=None, **values):
        """A quotation without tax, by the salesperson."""
        product = self.env["product.product"].create(
            {"name": "Thing", "list_price": amount, "taxes_id": False}
        )
        return (
            self.env["sale.order"]
            .with_user(user or self.salesperson)
            .create(
                {
                    "partner_id": (partner or self.debtor).id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "price_unit": amount,
                                "tax_ids": False,
                            }
                        )
                    ],
                    **values,
                }
            )
        )
