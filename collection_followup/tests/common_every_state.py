from contextlib import ExitStack, contextmanager
from datetime import date
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common_gate import GateCommon

DAY = "2026-06-15"
SERVER = "odoo.addons.base.models.ir_mail_server.IrMail_Server"


class EveryStateCommon(GateCommon):
    """One company, and of everything of ours a record in each of its states.

    Told by days through real flows; the day on which it is looked at is Monday,
    15 June 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write(
            {"street": "5 Creditor Road", "zip": "20457", "city": "Hamburg"}
        )
        cls.people = {
            "collector": cls.collector,
            "all": cls.everybody,
            "manager": cls.manager,
            "auditor": cls.auditor,
            "salesperson": cls.salesperson,
            "accountant": cls.accountant,
            "administrator": new_test_user(
                cls.env, login="administrator", groups="base.group_system"
            ),
            "internal": new_test_user(cls.env, login="internal"),
        }
        cls.moves = cls.env["account.move"]
        for tell in (
            cls._tell_notices,
            cls._tell_letters,
            cls._tell_cases,
            cls._tell_promises,
            cls._tell_plans,
            cls._tell_disputes,
            cls._tell_holds,
            cls._tell_contacts,
            cls._tell_runs,
        ):
            tell()
        with cls.on(DAY):
            cls.env["collection.case"].search([])._judge()
        cls.known = {
            "res.partner": cls.moves.partner_id,
            "account.move": cls.moves,
            "sale.order": cls.env["sale.order"].search([]),
            "account.payment": cls.env["account.payment"].search([]),
        }

    # --------------------------------------------------------------------- helpers

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
        planned, approved, sent, failed, unknown, cancelled = (
            cls.late(f"{name} Notice")
            for name in ("Planned", "Approved", "Sent", "Failed", "Unknown", "Cancelled")
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
        for kind in ("call", "email", "letter", "visit", "meeting", "message"):
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
        case._hear(
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
        bouncing = case.with_context(collection_bounce_reason="550 No such mailbox")
        bouncing._receive_bounce(case.partner_id.email, case.partner_id, notice)

    @classmethod
    def _tell_promises(cls):
        names = ("Open", "Kept", "Partly", "Broken", "Postponed", "Cancelled", "Approval")
        cases = {name: cls.late(f"{name} Promise") for name in names}
        for name, case in cases.items():
            values = {"date": "2026-06-30" if name == "Open" else "2026-06-04"}
            if name == "Approval":
                values["date"] = "2026-12-18"
            with cls.on("2026-05-26"):
                cls.by_collector(case)._promise(values)
        with cls.on("2026-05-27"):
            cls.by_collector(cases["Postponed"])._promise({"date": "2026-06-26"})
            cases["Cancelled"].commitment_ids._cancel("He never said so")
        cls.pay(cls.bill(cases["Kept"]), "2026-06-03")
        cls.pay(cls.bill(cases["Partly"]), "2026-06-03", amount=400.0)
        with cls.on("2026-06-10"):
            for case in cases.values():
                case._judge()

    @classmethod
    def _tell_plans(cls):
        names = ("Draft", "Approval", "Running", "Kept", "Defaulted", "Cancelled")
        cases = {name: cls.late(f"{name} Plan", 900.0) for name in names}
        values = {"first_on": date(2026, 6, 1), "count": 2, "rhythm": "weekly"}
        values["confirm"] = False
        for name, case in cases.items():
            given = dict(values)
            if name == "Approval":
                given |= {"first_on": date(2026, 6, 18), "count": 20}
            elif name == "Running":
                given |= {"first_on": date(2026, 6, 18), "count": 3}
            with cls.on("2026-05-26"):
                own = cls.by_collector(case)
                make = own._draft_plan if name == "Draft" else own._agree_plan
                make(given)
        with cls.on("2026-05-27"):
            cases["Cancelled"].plan_ids._cancel("They pay at once")
        cls.pay(cls.bill(cases["Kept"]), "2026-05-29")
        with cls.on("2026-06-12"):
            for case in cases.values():
                case._judge()

    @classmethod
    def _tell_disputes(cls):
        reasons = cls.env["collection.dispute.reason"]
        reason = reasons.search([("child_ids", "=", False)], limit=1)
        names = ("Open", "Remedy", "Theirs", "Closed", "Cancelled")
        cases = {name: cls.late(f"{name} Dispute") for name in names}
        with cls.on("2026-06-10"):
            disputes = {
                name: cls.by_collector(case)._dispute(
                    {
                        "line_id": cls.receivable(cls.bill(case))[:1],
                        "reason_id": reason,
                        "amount": 300.0,
                        "user_id": cls.people["internal"],
                        "note": "Two cartons were missing",
                    }
                )
                for name, case in cases.items()
            }
            disputes["Remedy"]._note_remedy("replacement", None, "It is on its way")
            disputes["Theirs"]._decide_for_us(date(2026, 6, 29), "It was right.")
            disputes["Closed"]._note_remedy("correction", date(2026, 6, 10), "Done")
            disputes["Cancelled"]._cancel("They found the delivery note.")

    @classmethod
    def _tell_holds(cls):
        active, proposed, ended = (
            cls.late(f"{name} Hold") for name in ("Active", "Proposed", "Ended")
        )
        with cls.on("2026-06-10"):
            for case in (active, ended):
                case.with_user(cls.manager)._hold("block", "Has not paid for months")
            cls.by_collector(proposed)._hold("prepay", "Promises nothing")
            ended.hold_id.with_user(cls.manager)._end_by_hand("Paid")
            orders = [
                cls.quotation(500.0, partner=case.partner_id)
                for case in (active, active, proposed)
            ]
            own = active.with_user(cls.manager)
            own._release("order", "They need it", order=orders[0])
            own._release("amount", "A little", amount=200.0)
            own.release_ids[-1].action_withdraw()

    @classmethod
    def _tell_contacts(cls):
        case = cls.late("Contact Case")
        kinds = cls.env["collection.document.kind"].search([])
        people = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": case.partner_id.id,
                    "email": f"{name.lower()}@contact.example",
                    "phone": f"+49 30 {number}",
                    "collection_role_ids": cls.env.ref(
                        "collection_followup.role_pays"
                    ).ids,
                }
                for number, name in enumerate(("Ann", "Bea", "Cid"), start=111)
            ]
        )
        with cls.on("2026-06-10"):
            case.pay_document_ids = kinds
            stops = cls.env["collection.contact.stop"].with_user(cls.collector)
            stops |= stops.create(
                [
                    {
                        "partner_id": person.id,
                        "channel": "call",
                        "reason": "Asked for it on the phone",
                    }
                    for person in people[:2]
                ]
            )
            lift = cls.env["collection.contact.stop.lift"].with_user(cls.everybody)
            lift.create(
                {"stop_ids": stops[0].ids, "reason": "Calls again"}
            ).action_confirm()
            people[2]._collection_mark_left(date(2026, 6, 1))
            cls.by_collector(case)._override_guard("email", "Wants an answer today")

    @classmethod
    def _tell_runs(cls):
        case = cls.late("Run Case")
        for kind in ("dry", "manual", "case"):
            cls.run_for("2026-06-15", case, kind)
        cls.env["account.payment"].create(
            {
                "partner_id": case.partner_id.id,
                "amount": 120.0,
                "date": "2026-06-12",
                "journal_id": cls.company_data["default_journal_bank"].id,
            }
        ).action_post()

    # ------------------------------------------------------------------ for the test

    def records(self):
        """Everything of ours, and what we show on Odoo's documents."""
        names = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("collection.") and not model._transient and model._auto
        ]
        ours = [
            self.env[name].sudo().with_context(active_test=False).search([])
            for name in sorted(names)
            if not self.env[name]._abstract
        ]
        return [*ours, *self.known.values()]
