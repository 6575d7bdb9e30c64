from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..interaction.common_sheet import SheetCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")  # a Wednesday
class TestCallPromise(SheetCommon):
    """A promise on the phone is about what was asked for.

    9 660 are overdue. 7 720 of them are promised for 20 April, so that the header and
    the words to read aloud ask for 1 940.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay(cls.first | cls.second, "2026-03-15")
        cls.big = cls.invoice(7720.0, "2026-02-01", due="2026-03-03")
        cls.rest = cls.invoice(1940.0, "2026-02-10", due="2026-03-12")
        cls.old = cls.debt._promise(
            {"items": {cls.receivable(cls.big): 7720.0}, "date": date(2026, 4, 20)}
        )
        cls.debt._judge()

    def promised(self):
        """The running promises, by their day."""
        return [(str(p[0]), p[1]) for p in self.promises() if p[4] == "open"]

    def window(self, **values):
        """The sheet in a form, as a person fills it in."""
        form = Form(self.sheet(), "collection_followup.collection_call_view_form")
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def test_the_sum_that_is_asked_for_stands_in_the_field(self):
        form = self.window(pay_on=date(2026, 4, 10))
        self.assertEqual(form.to_collect, 1940.0)
        self.assertIn("1,940.00", form.purpose)
        self.assertEqual(form.amount, 1940.0)
        self.assertFalse(form.replaced_words)
        form.save().action_confirm()
        self.assertEqual(
            self.promised(), [("2026-04-10", 1940.0), ("2026-04-20", 7720.0)]
        )

    def test_an_empty_amount_means_the_same(self):
        self.sheet(pay_on=date(2026, 4, 10), amount=0.0).action_confirm()
        self.assertEqual(
            self.promised(), [("2026-04-10", 1940.0), ("2026-04-20", 7720.0)]
        )

    def test_more_than_that_asks_before_it_replaces(self):
        form = self.window(pay_on=date(2026, 4, 10), amount=9660.0)
        self.assertIn("7,720.00", form.replaced_words)
        sheet = form.save()
        with self.assertRaisesRegex(UserError, r"replace what was promised.*1,940\.00"):
            sheet.action_confirm()
        self.assertEqual(self.promised(), [("2026-04-20", 7720.0)])
        sheet.replace_promises = True
        sheet.action_confirm()
        self.assertEqual(self.promised(), [("2026-04-10", 9660.0)])
        self.assertEqual(self.old.state, "postponed")

    def test_a_typed_amount_is_left_alone(self):
        form = self.window(pay_on=date(2026, 4, 10), amount=500.0)
        form.pay_on = date(2026, 4, 13)
        self.assertEqual(form.amount, 500.0)
        form.save().action_confirm()
        self.assertEqual(
            self.promised(), [("2026-04-13", 500.0), ("2026-04-20", 7720.0)]
        )

    def test_what_was_sent_is_not_asked_for_again(self):
        form = self.window(sent_on=date(2026, 3, 31), sent_amount=1200.0)
        form.pay_on = date(2026, 4, 10)
        self.assertEqual(form.amount, 740.0)

    def test_where_all_is_promised_another_day_asks_first(self):
        self.debt._promise(
            {"items": {self.receivable(self.rest): 1940.0}, "date": date(2026, 4, 8)}
        )
        self.debt._judge()
        form = self.window(pay_on=date(2026, 4, 10))
        self.assertEqual(form.amount, 9660.0)
        sheet = form.save()
        with self.assertRaisesRegex(UserError, "replace what was promised"):
            sheet.action_confirm()

    def test_scheduled_for_another_day_asks_first(self):
        sheet = self.sheet()
        self.answer(sheet, self.big, "scheduled", on=date(2026, 4, 9))
        with self.assertRaisesRegex(UserError, r"7,720\.00"):
            sheet.action_confirm()
        self.assertEqual(self.promised(), [("2026-04-20", 7720.0)])
