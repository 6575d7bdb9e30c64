from odoo import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_portal import PortalCommon, Refused


@tagged("post_install", "-at_install")
class TestPortalHostile(PortalCommon):
    """What the browser sends is believed in nothing that matters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.bill(100, 40)
        cls.other = cls._make_debtor("Other Ltd")
        cls.strange = cls.bill(500, 40, partner=cls.other)

    def setUp(self):
        super().setUp()
        self.notice = self.send_notice()
        self.path = self.notice._portal_path()
        self.currency = self.company.currency_id

    def refuse(self, message, path=None, currency=None, **params):
        """Check that a request makes no transaction and says why."""
        before = self.env["payment.transaction"].search_count([])
        with mute_logger("odoo.http"), self.assertRaisesRegex(Refused, message):
            self.start_payment(path or self.path, currency or self.currency, **params)
        self.assertEqual(self.env["payment.transaction"].search_count([]), before)

    def test_wrong_token(self):
        self.refuse("not valid any more", path=self.path[:-1])
        self.refuse("not valid any more", path=f"/my/collections/{self.notice.id}/x")

    def test_item_of_another_debtor(self):
        self.refuse("settled by now", lines=self.receivable(self.mine + self.strange))
        self.refuse("nothing left to pay", lines=self.receivable(self.strange))

    def test_item_that_is_no_debt(self):
        self.refuse(
            "nothing left to pay", lines=self.mine.line_ids - self.receivable(self.mine)
        )

    def test_amount_is_not_the_browsers(self):
        for amount in (1.0, -100.0, 100.01, 1e12, "junk"):
            self.refuse("has changed", amount=amount)
        self.start_payment(self.path, self.currency, amount="100")
        self.assertEqual(self.transactions().amount, 100)

    def test_another_currency(self):
        other = self.setup_other_currency("HRK")
        self.refuse("nothing left to pay", currency=other)
        self.refuse(
            "nothing left to pay", currency=self.env["res.currency"].browse(99999)
        )

    def test_paid_in_between(self):
        self.pay(self.mine, self.today, 40)
        self.refuse("has changed", amount=100.0)
        self.pay(self.mine, self.today)
        self.refuse("nothing left to pay", lines=self.receivable(self.mine))
        url = f"{self.notice._portal_url()}/pay/{self.currency.id}"
        _document, text = self.open_page(url)
        self.assertIn("nothing left to pay here", text)

    def test_paying_twice_with_a_payment_in_transit(self):
        self.start_payment(self.path, self.currency)
        self.transactions()._set_pending()
        self.refuse("nothing left to pay", lines=self.receivable(self.mine))

    def test_provider_that_is_not_offered(self):
        elsewhere = self.setup_other_company(name="Elsewhere")["company"]
        theirs = self._make_provider(elsewhere, "Theirs")
        hidden = self._make_provider(self.company, "Hidden", is_published=False)
        closed = self._make_provider(self.company, "Closed", state="disabled")
        for provider in theirs + hidden + closed:
            self.refuse("not offered here", provider_id=provider.id)
        self.refuse("not offered here", provider_id=None)
        self.refuse("not offered here", payment_method_id=999999)

    def test_second_provider_of_the_currency(self):
        second = self._make_provider(self.company, "Second")
        dear = self._make_provider(self.company, "Small sums", maximum_amount=50)
        self.start_payment(self.path, self.currency, provider_id=second.id)
        self.assertEqual(self.transactions().provider_id, second)
        self.refuse("not offered here", provider_id=dear.id)
        dollars = self._make_provider(
            self.company,
            "Other money",
            available_currency_ids=[
                Command.set(self.setup_other_currency("HRK").ids),
            ],
        )
        self.refuse("not offered here", provider_id=dollars.id)

    def test_nothing_else_is_let_through(self):
        for key in ("partner_id", "custom_create_values", "reference_prefix", "state"):
            self.refuse("", **{key: 1})

    def test_saved_cards_are_not_for_whoever_has_the_link(self):
        self.provider.allow_tokenization = True
        self.method.support_tokenization = True
        token = self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "payment_details": "4242",
                "partner_id": self.debtor.id,
                "provider_ref": "card of the customer",
            }
        )
        self.refuse("not offered here", flow="token", token_id=token.id)
        url = f"{self.notice._portal_url()}/pay/{self.currency.id}"
        self.assertNotIn("4242", self.open_page(url)[1])
        self.start_payment(self.path, self.currency, tokenization_requested=True)
        self.assertFalse(self.transactions().tokenize)
        # a contact who is logged in sees his own
        contact = self.env["res.partner"].create(
            {"name": "Ann Payer", "parent_id": self.debtor.id}
        )
        new_test_user(
            self.env, "ann", groups="base.group_portal", partner_id=contact.id
        )
        token.copy({"partner_id": contact.id, "payment_details": "4343"})
        self.authenticate("ann", "ann")
        self.assertIn("4343", self.open_page(url)[1])

    def test_user_of_another_debtor(self):
        contact = self.env["res.partner"].create(
            {"name": "Bob Payer", "parent_id": self.other.id}
        )
        new_test_user(
            self.env, "bob", groups="base.group_portal", partner_id=contact.id
        )
        self.authenticate("bob", "bob")
        path = f"/my/collections/account/{self.case().id}"
        self.refuse("not valid any more", path=path)
        # with the link he may pay for the debtor, as anybody may
        self.start_payment(self.path, self.currency)
        self.assertEqual(self.transactions().partner_id, self.debtor)

    def test_insolvent_debtor(self):
        self.case().sudo().write(
            {"stop": "insolvency", "stop_reason": "Heard in court"}
        )
        self.refuse("nothing left to pay")

    def test_debt_without_an_invoice_is_paid_by_transfer(self):
        account = self.company_data["default_account_receivable"]
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": self.ago(40),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account_id,
                            "partner_id": self.debtor.id,
                            "balance": balance,
                            "date_maturity": self.ago(40),
                        }
                    )
                    for account_id, balance in (
                        (account.id, 75),
                        (self.company_data["default_account_revenue"].id, -75),
                    )
                ],
            }
        )
        entry.action_post()
        entry.line_ids.no_followup = False
        document, text = self.open_page(self.notice._portal_url())
        self.assertIn("by bank transfer only", text)
        self.assertEqual(len(document.xpath("//input[@name='line']")), 1)
        self.refuse("nothing left to pay", lines=self.receivable(entry))

    def test_message_of_a_strange_transaction(self):
        self.start_payment(self.path, self.currency)
        transaction = self.transactions()
        transaction._set_pending()
        other = self.send_notice(self.other)
        url = f"{other._portal_url()}?tx={transaction.id}"
        self.assertNotIn("is on its way", self.open_page(url)[1])
        self.open_page(f"{other._portal_url()}?tx=99999999999999999999")
