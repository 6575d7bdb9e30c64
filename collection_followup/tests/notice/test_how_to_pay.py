from datetime import timedelta

from lxml import html

from odoo.tests import tagged

from ...sentences import say_date
from ..portal.common_portal import PortalCommon


class ChannelsCommon(PortalCommon):
    """What one debtor reads today: mail, letter, copy, page, statement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.company.currency_id
        cls.company.partner_id.bank_ids.unlink()
        cls.first = cls._bank("DE89370400440532013000", cls.home)
        cls.second = cls._bank("FR7630006000011234567890189", cls.home)
        cls.case_of = cls.env["collection.case"]._sync

    @classmethod
    def _bank(cls, number, currency):
        """A bank account of the company in a currency."""
        return cls.env["res.partner.bank"].create(
            {
                "acc_number": number,
                "partner_id": cls.company.partner_id.id,
                "currency_id": currency.id,
            }
        )

    def _html(self, report, records):
        engine = self.env["ir.actions.report"]
        return engine._render_qweb_html(f"collection_followup.{report}", records.ids)[0]

    def channels(self):
        """{channel: what the debtor reads, without line breaks}."""
        self.env.cr.cache.pop("collection_accounts", None)
        notice = (
            self.env["collection.notice"].search(
                [("partner_id", "=", self.debtor.id), ("state", "=", "approved")]
            )
            or self.planned()
        )
        found = {
            "mail": notice.sudo()._mail_body(),
            "letter": self._html("report_letter_notice", notice),
            "copy": self._html("report_letter_case", self.case()),
            "statement": self._html("report_statement_case", self.case()),
        }
        texts = {
            name: " ".join(html.fromstring(text).text_content().split())
            for name, text in found.items()
        }
        _document, texts["page"] = self.open_page(notice._portal_url())
        return {name: text.replace("\xa0", " ") for name, text in texts.items()}

    def planned(self):
        """The notice that the strategy wants today, whatever day of the week it is."""
        day = self.today
        while not (found := self.run_on(day).notice_ids):
            day += timedelta(days=1)
            self.assertLess(day, self.today + timedelta(days=9))
        return found

    def assertSay(self, texts, yes=(), no=()):
        """All channels say some words, and none says others."""
        for name, text in texts.items():
            for words in yes:
                self.assertIn(words, text, name)
            for words in no:
                self.assertNotIn(words, text, name)


FIRST, SECOND = "DE89 3704 0044 0532 0130 00", "FR76 3000 6000 0112 3456 7890 189"
THIRD = "GB82 WEST 1234 5698 7654 32"


@tagged("post_install", "-at_install")
class TestHowToPay(ChannelsCommon):
    """Every channel names the same account, reference, sum and state of a dispute."""

    def test_the_account_of_the_invoice_and_no_other(self):
        self.bill(900, 40, partner_bank_id=self.second.id)
        self.assertSay(self.channels(), [SECOND], [FIRST])

    def test_the_account_of_the_currency_before_that_of_the_invoice(self):
        euro = self.setup_other_currency("EUR")
        self._bank("GB82WEST12345698765432", euro)
        self.bill(900, 40, currency_id=euro.id, partner_bank_id=self.first.id)
        self.assertSay(self.channels(), [THIRD], [FIRST, SECOND])

    def test_two_currencies_and_their_accounts(self):
        euro = self.setup_other_currency("EUR")
        self._bank("GB82WEST12345698765432", euro)
        self.bill(900, 40, partner_bank_id=self.first.id)
        self.bill(70, 40, currency_id=euro.id)
        texts = self.channels()
        del texts["page"]  # each currency has its own box there
        self.assertSay(texts, [FIRST, THIRD], [SECOND])
        for name, text in texts.items():
            for number, code in ((FIRST, self.home.name), (THIRD, "EUR")):
                place = text.index(number)
                around = text[place - 20 : place + len(number) + 20]
                self.assertIn(code, around, name)

    def test_the_reference_of_the_only_invoice(self):
        self.bill(900, 40, payment_reference="+++090/9337/55493+++")
        self.assertSay(self.channels(), ["+++090/9337/55493+++"])

    def test_a_currency_with_nothing_to_pay_is_not_asked_for(self):
        euro = self.setup_other_currency("EUR")
        bill = self.bill(900, 40)
        foreign = self.bill(70, 40, currency_id=euro.id)
        self.env["account.payment"].create(
            {
                "partner_id": self.debtor.id,
                "partner_type": "customer",
                "payment_type": "inbound",
                "amount": 70,
                "currency_id": euro.id,
                "date": self.today,
                "memo": foreign.name,
            }
        ).action_post()
        texts = self.channels()
        for name, text in texts.items():
            self.assertNotIn(f"{bill.name}, {foreign.name}", text, name)
            self.assertNotIn("To pay in EUR", text, name)
            self.assertNotIn("To pay now in EUR", text, name)

    def test_a_dispute_that_was_decided(self):
        bill = self.bill(2000, 40)
        self.env["collection.case"]._sync(self.company, self.debtor)
        reason = self.env["collection.dispute.reason"].search(
            [("child_ids", "=", False)], limit=1
        )
        line = self.receivable(bill)
        dispute = self.case()._dispute(
            {"line_id": line.id, "reason_id": reason.id, "amount": 950.5}
        )
        self.assertSay(
            self.channels(),
            [f"You do not agree; we are looking into it ({dispute.name})"],
        )
        self.notices(states=("planned", "approved")).sudo()._cancel("By the test")
        pay_by = self._working_day(9)
        dispute._decide_for_us(pay_by, "It was delivered.")
        words = (
            f"As we wrote to you: please pay $ 950.50 by {say_date(self.env, pay_by)} "
            f"({dispute.name})"
        )
        self.assertSay(self.channels(), [words], ["looking into"])

    def _working_day(self, days):
        """A working day some days from today."""
        day = self.today + timedelta(days=days)
        return self.company._collection_calendar(self.today).next_working(day)

    def test_what_is_to_pay_now_is_one_sum(self):
        """10 000, of which 600 are credited, 1 000 promised and 400 disputed."""
        bill = self.bill(10000, 40)
        self.bill(300, -30)
        self.bill(600, 45, move_type="out_refund", ref=bill.name)
        self.env["collection.case"]._sync(self.company, self.debtor)
        line = self.receivable(bill)
        reason = self.env["collection.dispute.reason"].search(
            [("child_ids", "=", False)], limit=1
        )
        case = self.case()
        case._promise({"items": {line: 1000}, "date": self.today + timedelta(days=20)})
        case._dispute({"line_id": line.id, "reason_id": reason.id, "amount": 400})
        texts = self.channels()
        self.assertSay(texts, ["8,000.00"])
        self.assertIn("Not yet due 300.00", texts["statement"])
        self.assertIn("To pay now in USD $ 8,000.00", texts["statement"])


@tagged("post_install", "-at_install")
class TestHoldBesideTheLetter(ChannelsCommon):
    """A hold that ends at another sum than the letter asks for says why."""

    def test_hold_counts_what_is_promised(self):
        bill = self.bill(15900, 40)
        promised = self.bill(3300, 35)
        self.env["collection.case"]._sync(self.company, self.debtor)
        case = self.case()
        case._promise(
            {
                "items": {self.receivable(promised): 3300},
                "date": self.today + timedelta(days=20),
            }
        )
        notice = self.planned()
        self.env["collection.hold"].sudo()._set_all(
            self.company,
            {
                self.debtor.id: [
                    {
                        "effect": "block",
                        "state": "active",
                        "amount": 19200,
                        "reason": "So much is late",
                        "reason_code": "amount",
                    }
                ]
            },
        )
        texts = self.channels()
        for name in ("mail", "letter"):
            self.assertIn(
                "as soon as $ 19,200.00 of what is overdue has been paid. $ 15,900.00 "
                "of it are asked for above; the other $ 3,300.00 are promised for "
                "later and count, too.",
                texts[name],
                name,
            )
        self.assertEqual(notice.line_ids[:1].move_id, bill)
