from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

STAGES = [
    # severity, days, working days, minimum, pay by days, channels
    ("0", -5, False, 1000.0, 5, "email"),
    ("1", 3, True, 0.0, 10, "email"),
    ("2", 14, False, 0.0, 10, "email"),
    ("3", 28, False, 0.0, 10, "email"),
    ("4", 42, False, 0.0, 7, "letter"),
    ("5", 60, False, 0.0, 7, "letter"),
]


class CollectionCommon(AccountTestInvoicingCommon):
    """A company with a six-stage strategy, one debtor, and the flows of a ledger.

    Dates are those of the company; days are given as ``date`` or ISO text.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.env["collection.strategy"].sudo().search([]).active = False
        cls.strategy = cls._make_strategy()
        cls.company.write(
            {
                "collection_strategy_id": cls.strategy.id,
                "collection_opened_on": date(2020, 1, 1),
                "collection_bank_stale_days": 0,
                # what leaves does not depend on the hour unless a test says so
                "collection_email_hours": False,
                "email": "accounts@creditor.example",
            }
        )
        cls.debtor = cls._make_debtor("Debtor & Sons")

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(
            "collection_followup.group_collection_manager"
        )

    @classmethod
    def clock_at(cls, moment):
        """A patcher: everything is decided as at a moment, in requests as well.

        The threads that answer a browser share the registry, and with it this clock.

        :param moment: in UTC, as ``datetime`` or text
        """
        moment = fields.Datetime.to_datetime(moment)
        company = cls.env.registry["res.company"]
        return patch.object(company, "_collection_now", lambda _self: moment)

    @classmethod
    def _make_strategy(cls, stages=None, **values):
        strategy = cls.env["collection.strategy"].create(
            {
                "name": "Test strategy",
                "sequence": 1,
                "stage_ids": [
                    Command.create(
                        {
                            "name": f"Stage {severity}",
                            "severity": severity,
                            "delay": delay,
                            "working_days": working,
                            "minimum": minimum,
                            "pay_by_days": pay_by,
                            "condition": "late_or_new" if delay < 0 else "always",
                            "by_email": channel == "email",
                            "by_letter": channel == "letter",
                            "by_call": channel == "call",
                            "subject": "Stage %s: your account" % severity,
                            "opening": "<p>Dear {{ contact }},</p>",
                            "closing": "<p>Please pay by {{ pay_by }}.</p>",
                        }
                    )
                    for severity, delay, working, minimum, pay_by, channel in (
                        stages or STAGES
                    )
                ],
                **values,
            }
        )
        strategy.action_confirm()
        return strategy

    @classmethod
    def _make_debtor(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": "pay@%s.example" % name.split()[0].lower(),
                "street": "1 High Street",
                "zip": "10115",
                "city": "Berlin",
                "country_id": cls.env.ref("base.de").id,
                "property_account_receivable_id": cls.company_data[
                    "default_account_receivable"
                ].id,
                **values,
            }
        )

    @classmethod
    def stage(cls, severity):
        """The stage of the test strategy with this severity."""
        return cls.strategy.stage_ids.filtered(lambda s: s.severity == str(severity))

    @classmethod
    def invoice(cls, amount, on, due=None, partner=None, **values):
        """Post a customer invoice without tax, on its own date.

        :param amount: in the currency of the invoice
        :param on: invoice date
        :param due: due date; 30 days after the invoice date when left out
        """
        on = fields.Date.to_date(on)
        due = fields.Date.to_date(due) or on + timedelta(days=30)
        values = {
            "move_type": "out_invoice",
            "partner_id": (partner or cls.debtor).id,
            "invoice_date": on,
            "date": on,
            "invoice_date_due": due,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create(
                    {"name": "Goods", "price_unit": amount, "tax_ids": False}
                )
            ],
            **values,
        }
        with freeze_time(on), cls.clock_at(on):
            move = cls.env["account.move"].create(values)
            move.action_post()
        return move

    @classmethod
    def receivable(cls, move):
        """The receivable lines of a move."""
        return move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )

    @classmethod
    def pay(cls, moves, on, amount=None, **values):
        """Register a payment of invoices through the wizard that people use."""
        on = fields.Date.to_date(on)
        with freeze_time(on), cls.clock_at(on):
            wizard = (
                cls.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=moves.ids)
                .create({"payment_date": on, **values})
            )
            if amount is not None:
                wizard.amount = amount
            return wizard._create_payments()

    def run_on(self, day, kind="auto", partners=None):
        """Run collections as on a day; answers the run."""
        day = fields.Date.to_date(day)
        return self.env["collection.run"]._run(
            self.company, kind, today=day, partners=partners
        )

    def case(self, partner=None):
        """The case of a debtor."""
        return self.env["collection.case"].search(
            [("partner_id", "=", (partner or self.debtor).id)]
        )

    def notices(self, partner=None, states=("sent",)):
        """The notices of a debtor in the order in which they were made."""
        domain = [("partner_id", "=", (partner or self.debtor).id)]
        if states:
            domain.append(("state", "in", states))
        return self.env["collection.notice"].search(domain, order="id")

    def send_all(self, day):
        """Let everything that was approved leave on a day, by all its channels."""
        day = fields.Date.to_date(day)
        notices = self.env["collection.notice"].sudo()  # what queue, press and phone do
        notices = notices.search([("state", "=", "approved")])
        for channel in ("email", "letter", "call"):
            notices.filtered(f"by_{channel}")._mark_sent(channel, day)
        return notices
