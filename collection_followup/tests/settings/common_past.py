from contextlib import ExitStack, contextmanager
from datetime import date
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from ..gate.common_gate import GateCommon

SERVER = "odoo.addons.base.models.ir_mail_server.IrMail_Server"


class PastCommon(GateCommon):
    """A past told by days: notices, letters and cases in each of their states."""

    @classmethod
    @contextmanager
    def on(cls, day):
        """At noon of a day."""
        with freeze_time(f"{day} 12:00:00"):
            yield

    @classmethod
    def late(cls, name, *amounts, due="2026-05-20", **values):
        """A debtor with overdue invoices, whose case is the collector's."""
        debtor = cls._make_debtor(name, phone="+49 30 123456", **values)
        for amount in amounts or (1000.0,):
            cls.moves |= cls.invoice(amount, "2026-04-20", due, partner=debtor)
        with cls.on("2026-05-25"):
            cls.env["collection.case"]._sync(cls.company, debtor)
            case = cls.debtor_case(debtor).sudo(False)
            case.user_id = cls.collector
            case._judge()
        return case

    @classmethod
    def bill(cls, case, number=0):
        """An invoice of a case's debtor, in the order of their making."""
        return case.partner_id.invoice_ids.sorted("id")[number]

    @classmethod
    def by_collector(cls, case):
        return case.with_user(cls.collector)

    @classmethod
    def run_for(cls, day, cases, kind="auto"):
        """Run for some debtors on a day; answers the notices."""
        with cls.on(day):
            runs = cls.env["collection.run"]
            run = runs._run(
                cls.company,
                kind,
                today=date.fromisoformat(day),
                partners=cases.partner_id,
            )
        return run.notice_ids

    @classmethod
    def send(cls, day, notices, error=None):
        """Let the mail queue hand notices over, or be refused."""
        with ExitStack() as stack:
            stack.enter_context(cls.on(day))
            stack.enter_context(mute_logger("odoo.addons.mail.models.mail_mail"))
            stack.enter_context(patch(f"{SERVER}._disable_send", return_value=False))
            stack.enter_context(patch(f"{SERVER}._connect__", return_value=None))
            stack.enter_context(
                patch(f"{SERVER}.send_email", side_effect=error, return_value="<id>")
            )
            notices.mail_ids.send()

    # --------------------------------------------------------------------- stories

    @classmethod
    def _tell_notices(cls):
        names = [
            "Planned",
            "Approved",
            "Sent",
            "Failed",
            "Unknown",
            "Cancelled",
            "Silent",
        ]
        planned, approved, sent, failed, unknown, cancelled, silent = (
            cls.late(f"{name} Notice") for name in names
        )
        cls.strategy.stage_ids.approval = "always"
        cls.strategy.action_confirm()
        cls.run_for("2026-06-12", planned)
        cls.strategy.stage_ids.approval = "never"
        cls.strategy.action_confirm()
        cls.run_for("2026-06-12", approved)
        cls.send("2026-06-11", cls.run_for("2026-06-11", sent))
        refused = SMTPRecipientsRefused({"pay@failed.example": (550, b"unknown")})
        cls.send("2026-06-11", cls.run_for("2026-06-11", failed), refused)
        in_doubt = cls.run_for("2026-06-11", unknown)
        with cls.on("2026-06-11"):
            in_doubt._mark_sending()
        cls.send("2026-06-11", in_doubt)
        cls.run_for("2026-06-12", silent)
        cls.env["collection.contact.stop"].create(
            {
                "partner_id": silent.partner_id.id,
                "channel": "email",
                "reason": "Wants letters only",
            }
        )
        gone = cls.run_for("2026-06-11", cancelled)
        with cls.on("2026-06-12"):
            gone._cancel("The customer called.")

    @classmethod
    def _tell_letters(cls):
        cls.strategy.stage_ids.write({"by_letter": True, "by_email": False})
        cls.strategy.action_confirm()
        printed = cls.run_for("2026-06-10", cls.late("Printed Letter"))
        draft = cls.run_for("2026-06-12", cls.late("Draft Letter"))
        cls.run_for("2026-06-12", cls.late("Letter To Print"))
        cls.strategy.stage_ids.write({"by_letter": False, "by_email": True})
        cls.strategy.action_confirm()
        batches = cls.env["collection.letter.batch"]
        with cls.on("2026-06-10"):
            batches._for_notices(printed).action_print()
        with cls.on("2026-06-12"):
            batches._for_notices(draft)

    @classmethod
    def _tell_cases(cls):
        names = ("Paused", "Insolvent", "Replied", "Bounced", "Decision", "Closed")
        paused, stopped, replied, bounced, decision, closed = (
            cls.late(f"{name} Case") for name in names
        )
        cls.late("Nobody Case").user_id = False
        cls.late("Colleague Case").user_id = cls.colleague
        cls.late("Private Person", is_company=False)
        cls.late("Exempt Case").with_user(cls.manager).hold_exempt = True
        with cls.on("2026-06-10"):
            cls.by_collector(paused)._pause(
                date(2026, 6, 30), "Waits for our credit note", cls.collector
            )
            cls.by_collector(stopped)._stop("insolvency", "36 IN 17/26")
            decision._open_decision("Every stage was sent.", date(2026, 6, 10))
            cls._reply(replied)
            cls._bounce(bounced)
        cls.pay(cls.bill(closed), "2026-06-10")
        for kind in (
            "call",
            "email",
            "letter",
            "visit",
            "meeting",
            "message",
            "portal",
        ):
            cls._said(paused, kind)
        cls.env["collection.private.note"].with_user(cls.collector).create(
            {"case_id": paused.id, "text": "He is in hospital"}
        )
        cls.env["collection.trouble"].sudo().create(
            {
                "partner_id": stopped.partner_id.id,
                "company_id": cls.company.id,
                "error": "ValueError: broken facts",
                "tries": 2,
                "retry_at": "2026-06-15 13:00:00",
            }
        )

    @classmethod
    def _said(cls, case, kind):
        """One contact of the past, logged by the collector."""
        cls.env["collection.interaction"].with_user(cls.collector).create(
            {
                "case_id": case.id,
                "kind": kind,
                "direction": "out",
                "outcome": "reached",
                "date": "2026-06-09 12:00:00",
            }
        )

    @classmethod
    def _reply(cls, case):
        case.sudo()._hear(
            {
                "author_id": case.partner_id.id,
                "email_from": case.partner_id.email_formatted,
                "subject": "Re: your account",
                "body": "Where is the delivery note?",
            }
        )

    @classmethod
    def _bounce(cls, case):
        notice = cls.run_for("2026-06-10", case)
        cls.send("2026-06-10", notice)
        bouncing = case.sudo().with_context(
            collection_bounce_reason="550 No such mailbox"
        )
        bouncing._receive_bounce(case.partner_id.email, case.partner_id, notice)
