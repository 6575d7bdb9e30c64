from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_contact import ContactCommon

# Wednesday, 1 April 2026; Good Friday is the 3rd
NOON = "2026-04-01 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOON)
class TestContactGuard(ContactCommon):
    """May a debtor be contacted now: by the clock and the calendar where he is."""

    def setUp(self):
        super().setUp()
        self.case_ = self.late_case()

    def test_quiet_hours_by_the_contact_s_time_zone(self):
        case = self.case_
        tokyo = self._person("Taro", country_id=self.env.ref("base.jp").id)
        york = self._person("Ann", country_id=self.env.ref("base.us").id)
        denver = self._person(
            "Dan", country_id=self.env.ref("base.us").id, tz="America/Denver"
        )
        typed_in_paris = self._person(
            "Kei", country_id=self.env.ref("base.jp").id, tz="Europe/Paris"
        )
        for person, moment, expected in (
            (self.payer, "2026-04-01 05:59", ("quiet_hours", "2026-04-01 08:00:00")),
            (self.payer, "2026-04-01 06:00", ("free", None)),  # summer time
            (self.payer, "2026-04-01 18:00", ("quiet_hours", "2026-04-02 08:00:00")),
            (tokyo, "2026-04-01 10:59", ("free", None)),
            (tokyo, "2026-04-01 11:00", ("quiet_hours", "2026-04-02 08:00:00")),
            (
                typed_in_paris,
                "2026-04-01 11:00",
                ("quiet_hours", "2026-04-02 08:00:00"),
            ),
            (york, "2026-04-01 11:59", ("quiet_hours", "2026-04-01 08:00:00")),
            (york, "2026-04-01 12:00", ("free", None)),
            (denver, "2026-04-01 13:59", ("quiet_hours", "2026-04-01 08:00:00")),
        ):
            with self.subTest(person=person.name, moment=moment):
                found = self.verdict(case, "call", person, f"{moment}:00")
                self.assertEqual(found, expected)

    def test_days_of_rest(self):
        case = self.case_
        good_friday = ("day_of_rest", "2026-04-04 08:00:00")  # calls on Saturdays
        found = self.verdict(case, "call", self.payer, "2026-04-03 10:00:00")
        self.assertEqual(found, good_friday)
        found = self.verdict(case, "call", self.payer, "2026-04-05 10:00:00")
        self.assertEqual(found, ("day_of_rest", "2026-04-07 08:00:00"))
        self.company.collection_call_saturday = False
        found = self.verdict(case, "call", self.payer, "2026-04-04 10:00:00")
        self.assertEqual(found[0], "day_of_rest")

    def test_attempts_are_counted_over_all_contacts(self):
        case = self.case_
        for day in range(25, 31):
            self.call(case, f"2026-03-{day}")
        self.assertEqual(self.verdict(case, "call", self.boss, NOON)[0], "free")
        self.call(case, "2026-03-31")
        found = self.verdict(case, "call", self.boss, NOON)
        # the call of the 25th was seven days ago, the next to leave is that of the 26th
        self.assertEqual(found[0], "free")
        self.call(case, "2026-03-31")
        found = self.verdict(case, "call", self.boss, NOON)
        self.assertEqual(found, ("too_many_calls", "2026-04-02 08:00:00"))

    def test_a_cap_over_all_channels(self):
        """Seven e-mails on Tuesday are one contact less than eight in seven days."""
        entries = self.env["collection.interaction"]
        values = {"case_id": self.case_.id, "kind": "email", "direction": "out"}
        sent = {"outcome": "sent", "date": "2026-03-31 10:00:00"}
        entries.create([{**values, **sent} for n in range(7)])
        entries.create({**values, **sent, "direction": "in"})
        for channel in ("call", "email", "letter"):
            found = self.verdict(self.case_, channel, self.payer, NOON)
            self.assertEqual(found[0], "free")
        self.call(self.case_, "2026-03-31")
        for channel in ("call", "email", "letter"):
            found = self.verdict(self.case_, channel, self.payer, NOON)
            self.assertEqual(found, ("too_many", "2026-04-07 08:00:00"))
        self.company.collection_contact_most = 0
        self.assertEqual(
            self.verdict(self.case_, "email", self.payer, NOON), ("free", None)
        )

    def test_a_private_person_is_called_less(self):
        self.debtor.is_company = False
        for day in ("30", "31", "31"):
            self.call(self.case_, f"2026-03-{day}")
        found = self.verdict(self.case_, "call", self.payer, NOON)
        self.assertEqual(found, ("too_many_calls", "2026-04-06 08:00:00"))

    def test_rest_after_a_conversation_unless_it_was_agreed(self):
        case = self.case_
        self.call(case, "2026-03-30", "reached", "in")
        found = self.verdict(case, "call", self.payer, NOON)
        self.assertEqual(found, ("just_talked", "2026-04-06 08:00:00"))
        case._add_task("call", date(2026, 4, 1), "Call back")
        self.assertEqual(self.verdict(case, "call", self.payer, NOON)[0], "free")

    def test_a_stop_has_channel_end_and_reason(self):
        case = self.case_
        self._stop(self.payer, "call", until=date(2026, 4, 9))
        found = self.verdict(case, "call", self.payer, NOON)
        self.assertEqual(found, ("stop_contact", "2026-04-10 08:00:00"))
        self.assertEqual(self.verdict(case, "email", self.payer, NOON)[0], "free")
        self.assertEqual(self.verdict(case, "call", self.boss, NOON)[0], "free")
        words = case._contact_words(case._contact_verdict("call", self.payer))
        self.assertIn("Asked for it on the phone", words)
        self.assertIn("April 9, 2026", words)
        after = self.verdict(case, "call", self.payer, "2026-04-10 10:00:00")
        self.assertEqual(after[0], "free")
        self.assertIn("Asked for it", case.message_ids[0].body)

    def test_only_some_lift_a_stop_and_it_stays_as_evidence(self):
        stop = self._stop(self.payer)
        with self.assertRaises(AccessError):
            stop.with_user(self.collector).action_lift()
        with self.assertRaises(AccessError):
            stop.with_user(self.collector)._lift("Never mind")
        with self.assertRaises(AccessError):
            stop.with_user(self.collector).until = date(2026, 4, 1)
        with self.assertRaisesRegex(AccessError, "lift the stop"):
            stop.sudo().unlink()
        stop.with_user(self.everybody)._lift("Wrote that it is all right")
        self.assertEqual(stop.lifted_by_id, self.everybody)
        found = self.verdict(self.case_, "email", self.payer, NOON)
        self.assertEqual(found[0], "free")

    def test_nobody_silences_a_colleague_s_debtor(self):
        with self.assertRaises(AccessError):
            self._stop(self.payer, user=self.colleague)

    def test_who_recorded_a_stop_is_not_typed_in(self):
        for typed in (
            {"user_id": self.manager.id},
            {"lifted_on": date(2026, 4, 1), "lift_reason": "x"},
        ):
            with self.assertRaisesRegex(AccessError, "cannot be changed here"):
                self._stop(self.payer, **typed)
        self.assertEqual(self._stop(self.payer).user_id, self.collector)

    def test_lawyer_left_and_stopped_case(self):
        case = self.case_
        lawyer = self._person("Lex", "lawyer")
        self.assertEqual(self.verdict(case, "email", self.payer, NOON)[0], "lawyer")
        self.assertEqual(self.verdict(case, "email", lawyer, NOON)[0], "free")
        lawyer.collection_role_ids = False
        self.payer._collection_mark_left(date(2026, 4, 1))
        self.assertEqual(self.verdict(case, "email", self.payer, NOON)[0], "left")
        case._stop("insolvency", "36 IN 17/26")
        found = case._contact_verdict("email", self.boss)
        self.assertEqual((found.reason.code, found.hard), ("case_stopped", True))

    def test_soft_guards_yield_to_a_reason_that_is_kept(self):
        case = self.case_.with_user(self.collector)
        night = "2026-04-01 20:00:00"
        with freeze_time(night):
            self.assertEqual(
                self.verdict(case, "call", self.payer, night)[0], "quiet_hours"
            )
            with self.assertRaisesRegex(UserError, "say why"):
                self.ask(
                    "collection.guard.override.wizard", case, channel="call", reason=" "
                )
            self.ask(
                "collection.guard.override.wizard",
                case,
                channel="call",
                reason="Asked to be called tonight",
            )
            found = case._contact_verdict("call", self.payer)
            self.assertEqual(found.reason.code, "overridden")
            # another channel, another day and a stop are not meant by it
            found = self.verdict(case, "email", self.payer, night)
            self.assertEqual(found[0], "quiet_hours")
            self._stop(self.payer, "call")
            found = self.verdict(case, "call", self.payer, night)
            self.assertEqual(found[0], "stop_contact")
        found = self.verdict(case, "call", self.boss, "2026-04-02 20:00:00")
        self.assertEqual(found[0], "quiet_hours")
        override = self.env["collection.guard.override"].search([])
        self.assertEqual(override.user_id, self.collector)
        self.assertIn("tonight", case.message_ids[1].body)

    def test_an_override_is_not_written_by_hand(self):
        with self.assertRaises(AccessError):
            self.env["collection.guard.override"].with_user(self.collector).create(
                {
                    "case_id": self.case_.id,
                    "channel": "call",
                    "reason": "x",
                    "until": "2027-04-01 00:00:00",
                }
            )

    def test_messages_by_hand(self):
        case = self.case_.with_user(self.collector)

        def post(person):
            case.message_post(
                body="Hello", partner_ids=person.ids, message_type="comment"
            )

        post(self.payer)
        with freeze_time("2026-04-01 21:00:00"):
            with self.assertRaisesRegex(UserError, "anyway"):
                post(self.payer)
            case._override_guard("email", "Wants an answer today")
            post(self.payer)
        self._stop(self.payer, "email")
        with self.assertRaisesRegex(UserError, "does not want it"):
            post(self.payer)
        with freeze_time("2026-04-01 21:00:00"), self.assertRaises(UserError):
            post(self.payer)  # no reason sets a stop aside

    def test_no_thread_leads_round_a_stop(self):
        """A dispute, a promise, an address typed in, a message to many."""
        self.company.collection_email_hours = False
        case = self.case_.with_user(self.collector)
        line = self.receivable(case.open_item_ids.move_id)
        reason = self.env["collection.dispute.reason"].create({"name": "Price"})
        dispute = case._dispute({"line_id": line, "reason_id": reason, "amount": 10.0})
        owner = new_test_user(self.env, login="owner", groups="base.group_user")
        dispute.user_id = owner
        threads = {
            "case": case,
            "dispute": dispute,
            "its owner": dispute.with_user(owner),
            "promise": case._promise({"date": date(2026, 4, 9)}),
        }
        ways = {
            "contact": {"partner_ids": self.payer.ids},
            "address": {"outgoing_email_to": "Pia <PIA@debtor.example>"},
        }
        post = {"body": "Hello", "message_type": "comment"}
        for values in ways.values():
            for thread in threads.values():
                thread.message_post(**post, **values)
        self._stop(self.payer, "email")
        for way, values in ways.items():
            for name, thread in threads.items():
                with (
                    self.subTest(name, way=way),
                    self.assertRaisesRegex(UserError, "does not want it"),
                ):
                    thread.message_post(**post, **values)
        composers = self.env["mail.compose.message"].with_user(self.collector)
        for thread in (case, dispute):
            to_many = composers.create(
                {
                    "model": thread._name,
                    "res_ids": str(thread.ids),
                    "composition_mode": "mass_mail",
                    "subject": "Hello",
                    "body": "Hello",
                    "partner_ids": [Command.set(self.payer.ids)],
                }
            )
            with (
                self.subTest(thread._name, many=True),
                self.assertRaisesRegex(UserError, "does not want it"),
            ):
                to_many.action_send_mail()

    def test_many_cases_cost_as_many_queries_as_one(self):
        others = self.env["collection.case"]
        for n in range(5):
            debtor = self._make_debtor(f"Other {n}")
            self.invoice(500.0, "2026-02-01", due="2026-03-02", partner=debtor)
            self.env["collection.case"]._sync(self.company, debtor)
            others |= self.case(debtor)

        def count(cases):
            self.env.invalidate_all()
            cases._contact_verdicts("call")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases._contact_verdicts("call")
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(others[:1]), count(others))
