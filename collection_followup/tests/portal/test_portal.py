from datetime import timedelta

from odoo.tests import new_test_user, tagged

from .common_portal import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalPage(PortalCommon):
    """Whoever has the link sees what is owed today; nobody else sees anything."""

    def test_page_shows_what_is_owed_today(self):
        first = self.bill(100, 40, ref="PO 4711")
        second = self.bill(250, 10)
        self.bill(70, -12)
        notice = self.send_notice()
        # after the notice left, part of the first one is paid
        self.pay(first, self.today, 30)
        _document, text = self.open_page(notice._portal_url())
        self.assertIn("Your account with " + self.company.name, text)
        self.assertIn(self.debtor.name, text)
        self.assertIn(notice.name, text)
        for part in (first.name, "PO 4711", second.name, self.money(70)):
            self.assertIn(part, text)
        self.assertIn(self.money(320), text)  # 70 + 250
        self.assertNotIn(self.money(350), text)
        self.assertIn("Please pay by", text)

    def test_page_is_not_for_search_engines_or_caches(self):
        self.bill(100, 40)
        document, _text = self.open_page(self.send_notice()._portal_url())
        self.assertIn("noindex", self.last.headers["X-Robots-Tag"])
        self.assertEqual(self.last.headers["Cache-Control"], "no-store")
        robots = document.xpath("//head/meta[@name='robots']/@content")
        self.assertIn("noindex", robots[0])

    def test_wrong_number_and_wrong_token_get_the_same_answer(self):
        self.bill(100, 40)
        notice = self.send_notice()
        token = notice._ensure_token()
        wrong = [
            f"/my/collections/{notice.id}/{token[:-1]}",
            f"/my/collections/{notice.id}/%C3%A4",
            f"/my/collections/{notice.id + 999}/{token}",
            f"/my/collections/99999999999999/{token}",
            f"/my/collections/{notice.id}/False",
            f"/my/collections/{notice.id}/{token[:-1]}/pay/1",
            f"/my/collections/{notice.id}/{token}/invoice/999999",
        ]
        answers = [self.open_page(url, 404)[1] for url in wrong]
        self.assertEqual(len(set(answers)), 1)
        self.assertIn("This link does not open an account", answers[0])
        self.assertNotIn(self.debtor.name, answers[0])

    def test_token_of_one_debtor_does_not_open_another(self):
        other = self._make_debtor("Other Ltd")
        self.bill(100, 40)
        self.bill(100, 40, partner=other)
        notice, strange = self.send_notice(), self.send_notice(other)
        self.assertNotEqual(notice._ensure_token(), strange._ensure_token())
        self.open_page(f"/my/collections/{strange.id}/{notice._ensure_token()}", 404)

    def test_link_dies_of_age_and_with_a_cancelled_notice(self):
        self.bill(100, 40)
        notice = self.send_notice()
        url = notice._portal_url()
        self.assertEqual(url, notice._portal_url(), "a token stays")
        notice.sent_on = self.ago(400)
        self.open_page(url)
        notice.sent_on = self.ago(401)
        self.open_page(url, 404)
        notice.write({"sent_on": self.today, "state": "cancelled"})
        self.open_page(url, 404)

    def test_everything_paid_says_thank_you_and_nothing_else(self):
        invoice = self.bill(100, 40)
        notice = self.send_notice()
        self.pay(invoice, self.today)
        _document, text = self.open_page(notice._portal_url())
        self.assertIn("Thank you, everything is paid", text)
        self.assertNotIn(invoice.name, text)
        # later debts of a settled case are nobody's business
        self.case()._judge(self.today)
        self.assertEqual(self.case().state, "closed")
        new = self.bill(900, -20)
        _document, text = self.open_page(notice._portal_url())
        self.assertIn("Thank you, everything is paid", text)
        self.assertNotIn(new.name, text)

    def test_currencies_stand_apart(self):
        other = self.setup_other_currency("HRK")
        self.bill(100, 40)
        self.bill(200, 40, currency_id=other.id)
        document, text = self.open_page(self.send_notice()._portal_url())
        self.assertEqual(len(document.xpath("//form[@method='get']")), 2)
        self.assertIn(self.money(100), text)
        self.assertIn(self.money(200, other), text)

    def test_what_rests_is_told_apart(self):
        invoice = self.bill(100, 40)
        left_out = self.bill(55, 40)
        notice = self.send_notice()
        self.env["collection.item"].sudo().create(  # only windows and runs write items
            {"line_id": self.receivable(left_out).id, "left_out": True}
        )
        document, text = self.open_page(notice._portal_url())
        apart = document.xpath("//*[hasclass('o_collection_apart')]")
        self.assertIn(left_out.name, " ".join(apart[0].text_content().split()))
        self.assertEqual(len(document.xpath("//input[@name='line']")), 1)
        self.assertIn(invoice.name, text)

    def test_private_notes_and_reasons_stay_inside(self):
        self.bill(100, 40)
        notice = self.send_notice()
        self.case().message_post(body="He drinks, they say")
        self.case().sudo().write(
            {"stop_reason": "Private matter", "pause_reason": "Ill"}
        )
        _document, _text = self.open_page(notice._portal_url())
        for secret in ("He drinks", "Private matter", "Ill<", notice.reason):
            self.assertNotIn(secret, self.last.text)

    def test_language_of_the_debtor_comes_first_and_then_his_choice(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.debtor.lang = "fr_FR"
        self.bill(100, 40)
        notice = self.send_notice()
        self.open_page(notice._portal_url())
        self.assertIn("/fr", self.last.url)
        self.open_page("/en" + notice._portal_path())
        self.assertNotIn("/fr", self.last.url)

    def test_invoice_is_reached_through_odoos_own_link(self):
        invoice = self.bill(100, 40)
        strange = self.bill(100, 40, partner=self._make_debtor("Other Ltd"))
        notice = self.send_notice()
        url = notice._portal_url()
        answer = self.url_open(f"{url}/invoice/{invoice.id}", allow_redirects=False)
        self.assertIn(f"/my/invoices/{invoice.id}", answer.headers["Location"])
        self.assertIn("access_token=", answer.headers["Location"])
        self.open_page(f"{url}/invoice/{strange.id}", 404)

    def test_insolvent_debtors_are_not_asked_to_pay(self):
        self.bill(100, 40)
        notice = self.send_notice()
        self.case().sudo().write(
            {"stop": "insolvency", "stop_reason": "Heard in court"}
        )
        document, text = self.open_page(notice._portal_url())
        self.assertIn("Please get in touch with us before you pay", text)
        self.assertFalse(document.xpath("//*[hasclass('o_collection_pay')]"))

    def test_bank_details_are_there_without_a_provider(self):
        bank = self.env["res.partner.bank"].create(
            {
                "acc_number": "DE89 3704 0044 0532 0130 00",
                "partner_id": self.company.partner_id.id,
            }
        )
        self.company_data["default_journal_bank"].bank_account_id = bank
        invoice = self.bill(100, 40)
        self.provider.state = "disabled"
        document, text = self.open_page(self.send_notice()._portal_url())
        self.assertIn("DE89 3704 0044 0532 0130 00", text)
        self.assertIn("Please quote: " + invoice.name, text)
        self.assertFalse(document.xpath("//*[hasclass('o_collection_pay')]"))
        self.assertFalse(document.xpath("//input[@type='checkbox']"))

    def test_online_payment_is_off_when_accounting_says_so(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "account_payment.enable_portal_payment", "False"
        )
        self.bill(100, 40)
        document, _text = self.open_page(self.send_notice()._portal_url())
        self.assertFalse(document.xpath("//*[hasclass('o_collection_pay')]"))

    # ------------------------------------------------------------------ logged in

    def _portal_user(self, debtor):
        contact = self.env["res.partner"].create(
            {"name": "Ann Payer", "parent_id": debtor.id, "email": "ann@debtor.example"}
        )
        return new_test_user(
            self.env, "ann", groups="base.group_portal", partner_id=contact.id
        )

    def test_user_of_the_debtor_finds_the_account_in_the_portal(self):
        invoice = self.bill(100, 40)
        self.send_notice()
        self._portal_user(self.debtor)
        self.authenticate("ann", "ann")
        counters = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["collection_count"]}
        )
        self.assertEqual(counters["collection_count"], 1)
        _document, text = self.open_page("/my/collections")
        self.assertIn(invoice.name, text)
        self.assertIn("What is due", self.open_page("/my/home")[1])

    def test_user_of_another_company_finds_nothing(self):
        self.bill(100, 40)
        self.send_notice()
        self._portal_user(self._make_debtor("Other Ltd"))
        self.authenticate("ann", "ann")
        _document, text = self.open_page("/my/collections")
        self.assertIn("Thank you, everything is paid", text)
        self.open_page(f"/my/collections/account/{self.case().id}", 404)

    def test_portal_wants_a_login(self):
        self.bill(100, 40)
        self.send_notice()
        self.open_page(f"/my/collections/account/{self.case().id}")
        self.assertIn("/web/login", self.last.url)

    def test_debts_in_two_companies_are_two_accounts(self):
        other = self.setup_other_company(name="Second creditor")["company"]
        self.bill(100, 40)
        self.send_notice()
        self.env["collection.case"].sudo().create(
            {"partner_id": self.debtor.id, "company_id": other.id}
        )
        self._portal_user(self.debtor)
        self.authenticate("ann", "ann")
        _document, text = self.open_page("/my/collections")
        self.assertIn("Second creditor", text)
        self.assertIn(self.company.name, text)
        self.assertIn(self.money(100), text)
        self.assertGreater(self.today + timedelta(days=1), self.today)
