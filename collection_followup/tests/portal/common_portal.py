from datetime import timedelta

from lxml import html

from odoo import Command
from odoo.tests import HttpCase

from ..common import CollectionCommon


class Refused(Exception):
    """The server answered a request with an error."""


class PortalCommon(CollectionCommon, HttpCase):
    """A debtor with overdue invoices, a sent notice, and a provider that answers.

    Pages are asked for today: days are counted back from it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._collection_today()
        cls.provider = cls._make_provider(cls.company, "Cards")
        cls.method = cls.provider.payment_method_ids
        cls.env["ir.config_parameter"].sudo().set_param(
            "account_payment.enable_portal_payment", "True"
        )

    @classmethod
    def ago(cls, days):
        """A day before today."""
        return cls.today - timedelta(days=days)

    @classmethod
    def bill(cls, amount, days_late, **values):
        """An invoice that is so many days late (negative: due later)."""
        due = cls.ago(days_late)
        return cls.invoice(
            amount, min(due - timedelta(days=30), cls.today), due, **values
        )

    @classmethod
    def _make_provider(cls, company, name, **values):
        """A provider whose redirect form leads straight to the status page."""
        form = cls.env["ir.ui.view"].create(
            {
                "name": "Redirect form of the tests",
                "type": "qweb",
                "arch": '<form action="/payment/status" method="get"></form>',
            }
        )
        method = cls.env.ref("payment.payment_method_unknown")
        provider = cls.env["payment.provider"].create(
            {
                "name": name,
                "code": "none",
                "state": "test",
                "is_published": True,
                "company_id": company.id,
                "payment_method_ids": [Command.set(method.ids)],
                "redirect_form_view_id": form.id,
                **values,
            }
        )
        method.active = True
        cls._give_journal(provider)
        return provider

    @classmethod
    def _give_journal(cls, provider):
        """Let what the provider takes be booked on the bank journal, with an entry."""
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", provider.company_id.id)],
            limit=1,
        )
        if cls.env["account.payment.method"].search([("code", "=", "none")]):
            provider.journal_id = journal
        else:
            cls._create_dummy_payment_method_for_provider(provider, journal)
        line = journal.inbound_payment_method_line_ids.filtered(
            lambda line: line.payment_provider_id == provider
        )
        outstanding = cls.inbound_payment_method_line.payment_account_id
        line.payment_account_id = outstanding

    def send_notice(self, partner=None):
        """A notice that the debtor got today, whatever day of the week it is."""
        partner = partner or self.debtor
        self.env["collection.case"]._sync(self.company, partner)
        Notice = self.env["collection.notice"].sudo()  # only a run makes notices
        return Notice.create(
            {
                "name": f"N{partner.id}",
                "case_id": self.case(partner).id,
                "partner_id": partner.id,
                "company_id": self.company.id,
                "stage_id": self.stage(2).id,
                "state": "sent",
                "by_email": True,
                "email_state": "sent",
                "planned_on": self.today,
                "sent_on": self.today,
                "pay_by": self.today + timedelta(days=10),
                "reason": "Chosen by the test",
            }
        )

    def open_page(self, url, status=200):
        """Open a page as a browser would; answers (document, its text)."""
        self.env.flush_all()
        response = self.url_open(url)
        self.assertEqual(response.status_code, status, response.text[-2000:])
        self.last = response
        document = html.fromstring(response.text)
        main = document.xpath("//main")[0]
        return document, " ".join(main.text_content().split())

    def start_payment(self, url, currency, lines=None, amount=None, **params):
        """Ask for a transaction as Odoo's payment form does."""
        values = {
            "provider_id": self.provider.id,
            "payment_method_id": self.method.id,
            "token_id": None,
            "flow": "redirect",
            "tokenization_requested": False,
            "landing_route": "https://elsewhere.example/",
            "is_validation": False,
            **params,
        }
        if lines is not None:
            values["line_ids"] = lines.ids
        if amount is not None:
            values["amount"] = amount
        self.env.flush_all()
        answer = self.url_open(
            f"{url}/transaction/{currency.id}",
            json={"id": 0, "jsonrpc": "2.0", "method": "call", "params": values},
        )
        self.env.invalidate_all()
        error = answer.json().get("error")
        if error:
            raise Refused(error["data"]["message"])
        return answer.json()["result"]

    def transactions(self):
        """The transactions that were made for the case, the newest last."""
        transactions = self.env["payment.transaction"].search([], order="id")
        return transactions.filtered("collection_case_id")

    def money(self, amount, currency=None):
        """An amount as a page shows it, in the language of the test."""
        text = (currency or self.company.currency_id).format(amount)
        return text.replace("\N{NO-BREAK SPACE}", " ")
