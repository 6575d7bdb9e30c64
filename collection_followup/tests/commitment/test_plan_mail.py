from datetime import date
from email.message import EmailMessage

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCommon

from .common_plan import PlanCommon

GATEWAY = "odoo.addons.mail.models.mail_thread"
OURS = "odoo.addons.collection_followup.models.interaction.reply"


class SaidMailCommon(PlanCommon, MailCommon):
    """What is written about promises and plans, and what comes back."""

    def promise(self, case, day="2026-04-01", **values):
        """Record a promise as on a day."""
        with freeze_time(f"{day} 10:00:00"):
            mine = case.with_user(self.collector)
            promise = mine._promise({"date": date(2026, 4, 10), **values})
            promise._confirm_by_mail()
        return promise.sudo()

    def run_queue(self, day):
        """Let the mail queue run on a day; answers what left."""
        with freeze_time(f"{day} 11:00:00"), self.mock_mail_gateway():
            self.env["mail.mail"].process_email_queue()
        return self._mails

    def mails(self, case, kind):
        """The mails of a kind about a case."""
        return self.env["mail.mail"].search(
            [("collection_kind", "=", kind), ("res_id", "=", case.id)], order="id"
        )

    def receive(self, message, day, text="No, we said July."):
        """Let the debtor answer a message."""
        mail = EmailMessage()
        mail["From"] = self.debtor.email_formatted
        mail["To"] = message.reply_to
        mail["Subject"] = "Re: our agreement"
        mail["Message-Id"] = f"<{self.id()}@debtor.example>"
        mail["In-Reply-To"] = mail["References"] = message.message_id
        mail.set_content(text)
        with (
            freeze_time(f"{day} 12:00:00"),
            self.mock_mail_gateway(),
            mute_logger(GATEWAY, OURS),
        ):
            gateway = self.env["mail.thread"].with_user(self.env.ref("base.user_root"))
            gateway.sudo().message_process(None, mail.as_bytes())


@tagged("post_install", "-at_install")
class TestConfirmation(SaidMailCommon):
    """What was agreed on the phone is written to the debtor the same day."""

    def test_words(self):
        case, moves = self.owing(900.0)
        promise = self.promise(case, way="cheque", reference="No. 77")
        self.assertEqual(promise.confirmation_state, "queued")
        (sent,) = self.run_queue("2026-04-01")
        self.assertEqual(promise.confirmation_state, "sent")
        self.assertEqual(sent["email_to"], [self.debtor.email_formatted])
        body = " ".join(sent["body"].split())
        for words in (
            "As agreed on the phone today, you will pay",
            "900.00",
            "April 10, 2026",
            "Cheque: No. 77",
            moves.name,
            "If you remember it differently, please answer this e-mail",
        ):
            self.assertIn(words, body)
        self.assertNotIn("DE89", body)  # they pay by cheque
        self.assertIn(promise.confirmation_message_id, case.message_ids)
        self.run_queue("2026-04-02")
        self.assertFalse(self._mails)

    def test_in_the_language_of_the_debtor(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.debtor.lang = "de_DE"
        view = self.env.ref("collection_followup.mail_promise")
        term = "As agreed on the phone today, you will pay"
        view.update_field_translations(
            "arch_db", {"de_DE": {term: "Wie heute am Telefon vereinbart zahlen Sie"}}
        )
        case, _moves = self.owing(1234.5)
        self.promise(case)
        body = self.mails(case, "confirmation").body_html
        self.assertIn("Wie heute am Telefon vereinbart", body)
        self.assertIn("10. April 2026", body)
        self.assertIn("1.234,50", body)

    def test_bank_account_for_a_transfer(self):
        case, _moves = self.owing(900.0)
        self.promise(case)
        self.assertIn("DE89 3704", self.mails(case, "confirmation").body_html)

    def test_reply_stops_the_steps(self):
        case, _moves = self.owing(900.0)
        promise = self.promise(case)
        self.run_queue("2026-04-01")
        self.receive(promise.confirmation_message_id, "2026-04-02")
        self.assertEqual(promise.confirmation_state, "answered")
        self.assertEqual(case.replied_on, date(2026, 4, 2))
        self.assertIn("No, we said July.", case.message_ids[0].body)
        self.assertEqual(len(self.tasks(case, "reply")), 1)
        self.judge_on("2026-04-20", case)
        self.assertFalse(self.run_on("2026-04-20").notice_ids)

    def test_disagrees(self):
        case, _moves = self.owing(900.0)
        promise = self.promise(case)
        mine = promise.with_user(self.collector)
        with freeze_time("2026-04-02 10:00:00"):
            action = mine.action_disagree()
            window = self.env[action["res_model"]].with_user(self.collector)
            window = window.with_context(**action["context"])
            window.create({"reason": "They said July"}).action_confirm()
        self.assertEqual(
            (promise.state, promise.confirmation_state), ("cancelled", "disagreed")
        )
        self.assertIn("They said July", promise.reason)
        self.assertIn("They said July", self.tasks(case, "call").note)
        self.assertEqual((case.to_collect, case.promised), (900.0, 0.0))
        self.run_queue("2026-04-02")
        self.assertFalse(self._mails)  # it had not left yet
        with self.assertRaises(UserError):
            mine._disagree("again")

    def test_paid_before_it_leaves(self):
        """The confirmation of a promise that is kept already would be strange."""
        case, moves = self.owing(900.0)
        promise = self.promise(case)
        self.pay_on(moves, "2026-04-01", 900.0)
        self.assertEqual(promise.state, "kept")
        self.run_queue("2026-04-01")
        self.assertFalse(self._mails)
        self.assertEqual(promise.confirmation_state, "failed")

    def test_nothing_leaves(self):
        case, _moves = self.owing(900.0)
        for change, words in (
            (lambda: self.company.write({"collection_opened_on": False}), "go-live"),
            (lambda: self.debtor.write({"email": "nonsense"}), "e-mail address"),
            (
                lambda: case.sudo().write(
                    {"stop": "do_not_contact", "stop_reason": "x"}
                ),
                "stopped",
            ),
            (
                lambda: self.env["ir.config_parameter"].set_param(
                    "database.is_neutralized", True
                ),
                "neutralised",
            ),
        ):
            with self.subTest(words=words), self.env.cr.savepoint() as savepoint:
                change()
                promise = self.promise(case)
                self.assertEqual(promise.confirmation_state, "failed")
                self.assertIn(words, promise.confirmation_failure)
                self.assertEqual(promise.state, "open")
                self.assertFalse(self.mails(case, "confirmation"))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_copy_made_while_it_was_queued(self):
        case, _moves = self.owing(900.0)
        self.promise(case)
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        self.assertFalse(self.run_queue("2026-04-01"))
        self.assertEqual(self.mails(case, "confirmation").state, "outgoing")

    def test_another_address_after_a_failure(self):
        case, _moves = self.owing(900.0)
        self.debtor.email = False
        promise = self.promise(case)
        self.debtor.email = "new@debtor.example"
        mine = promise.with_user(self.collector)
        with freeze_time("2026-04-02 10:00:00"):
            mine.action_confirm_by_mail()
            with self.assertRaises(UserError):
                mine.action_confirm_by_mail()
        body = self.mails(case, "confirmation").body_html
        self.assertNotIn("on the phone today", body)
        self.assertIn("As agreed on April 1, 2026", " ".join(body.split()))


@tagged("post_install", "-at_install")
class TestPlanMail(SaidMailCommon):
    """The agreement by e-mail, and one friendly note before each instalment."""

    def plan(self, **values):
        case, moves = self.owing(900.0)
        return self.agree(case, **{"first_on": date(2026, 4, 7), **values}), moves

    def remind(self, day):
        """Let the daily job of reminders and then the mail queue run on a day."""
        with freeze_time(f"{day} 07:15:00"):
            self.env["collection.commitment"]._cron_remind()
        return self.run_queue(day)

    def test_agreement_by_mail(self):
        plan, _moves = self.plan(confirm=True)
        self.assertEqual(plan.mail_state, "queued")
        (sent,) = self.run_queue("2026-04-01")
        self.assertEqual(plan.mail_state, "sent")
        self.assertIn(plan.name, sent["subject"])
        self.assertIn("April 7, 2026", sent["body"])
        self.assertEqual(sent["attachments"][0][0], plan.agreement_id.name)
        self.assertEqual(sent["attachments"][0][1], plan.agreement_id.raw)
        self.receive(plan.message_id, "2026-04-02")
        self.assertEqual(plan.mail_state, "answered")
        self.assertEqual(plan.case_id.replied_on, date(2026, 4, 2))

    def test_cancelled_before_the_agreement_left(self):
        plan, _moves = self.plan(confirm=True)
        with freeze_time("2026-04-01 10:30:00"):
            plan._cancel("A mistake")
        self.assertFalse(self.run_queue("2026-04-01"))

    def test_reminded_once(self):
        """Thursday 7 May less three working days is Monday, 4 May."""
        plan, moves = self.plan()
        self.pay_on(moves, "2026-04-06", 300.0)
        self.assertFalse(self.remind("2026-04-30"))
        (sent,) = self.remind("2026-05-04")
        body = " ".join(sent["body"].split())
        self.assertIn("our payment plan of April 1, 2026", body)
        self.assertIn("300.00", body)
        self.assertIn("May 7, 2026", body)
        self.assertFalse(self.remind("2026-05-05"))
        self.assertFalse(self.remind("2026-05-06"))
        second = plan.commitment_ids.sorted("date")[1]
        self.assertEqual(second.reminded_on, date(2026, 5, 4))

    def test_not_for_the_instalment_of_which_the_agreement_tells(self):
        # agreed on 1 April, to be paid on the 6th
        self.plan(first_on=date(2026, 4, 6))
        for day in ("2026-04-01", "2026-04-02", "2026-04-06"):
            self.assertFalse(self.remind(day))

    def test_paid_in_advance(self):
        _plan, moves = self.plan()
        self.pay_on(moves, "2026-04-06", 600.0)
        self.assertFalse(self.remind("2026-05-04"))

    def test_paid_while_it_was_queued(self):
        plan, moves = self.plan()
        self.pay_on(moves, "2026-04-06", 300.0)
        with freeze_time("2026-05-04 07:15:00"):
            self.env["collection.commitment"]._cron_remind()
        reminder = self.mails(plan.case_id, "reminder")
        self.assertEqual(reminder.state, "outgoing")
        self.pay(moves, "2026-05-04", 300.0)  # nothing was judged since
        self.assertFalse(self.run_queue("2026-05-04"))
        self.assertEqual(reminder.state, "cancel")

    def test_money_on_account(self):
        _plan, moves = self.plan()
        self.pay_on(moves, "2026-04-06", 300.0)
        with freeze_time("2026-04-29"):
            payment = self.env["account.payment"].create(
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.debtor.id,
                    "amount": 300.0,
                    "date": date(2026, 4, 29),
                }
            )
            payment.action_post()
        self.assertFalse(self.remind("2026-05-04"))

    def test_not_while_a_reply_waits(self):
        plan, moves = self.plan()
        self.pay_on(moves, "2026-04-06", 300.0)
        plan.case_id.sudo().replied_on = date(2026, 4, 28)
        self.assertFalse(self.remind("2026-05-04"))

    def test_no_reminders_wanted(self):
        self.company.collection_plan_remind_days = 0
        _plan, moves = self.plan()
        self.pay_on(moves, "2026-04-06", 300.0)
        self.assertFalse(self.remind("2026-05-04"))
