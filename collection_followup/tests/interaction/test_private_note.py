from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_roles import RolesCommon

SECRET = "He is in hospital"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-01 09:00:00")
class TestPrivateNote(RolesCommon):
    """What was told in confidence is read by the collector of the case and managers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(1000.0, "2026-02-01", due="2026-03-02")
        cls.env["collection.case"]._sync(cls.company, cls.debtor)
        cls.case_of_debtor = cls.env["collection.case"].search(
            [("partner_id", "=", cls.debtor.id)]
        )
        cls.case_of_debtor.user_id = cls.collector
        export = cls.env.ref("base.group_allow_export")
        users = cls.collector | cls.colleague | cls.everybody | cls.auditor
        (users | cls.manager).write({"group_ids": [Command.link(export.id)]})
        cls.note = (
            cls.env["collection.private.note"]
            .with_user(cls.collector)
            .create({"case_id": cls.case_of_debtor.id, "text": SECRET})
        )

    def outsiders(self):
        return (
            self.colleague,
            self.everybody,
            self.auditor,
            self.salesperson,
            self.accountant,
        )

    def test_who_reads_it(self):
        for user in (self.collector, self.manager):
            with self.subTest(user.login):
                case = self.case_of_debtor.with_user(user)
                self.assertTrue(case.may_read_private)
                self.assertEqual(case.private_note_ids.text, SECRET)
        for user in self.outsiders():
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.note.with_user(user).read(["text"])

    def test_nobody_else_finds_it(self):
        notes = self.env["collection.private.note"]
        for user in (self.colleague, self.everybody):
            theirs = notes.with_user(user)
            with self.subTest(user.login):
                self.assertFalse(theirs.search([("text", "ilike", "hospital")]))
                self.assertFalse(theirs.name_search("hospital"))
                self.assertFalse(theirs._read_group([], ["case_id"], ["__count"]))
                self.assertFalse(theirs.formatted_read_group([], ["text"], ["__count"]))
        for user in (self.auditor, self.salesperson, self.accountant):
            theirs = notes.with_user(user)
            for name, call in (
                ("search", lambda t=theirs: t.search([])),
                ("name_search", lambda t=theirs: t.name_search("hospital")),
                ("group", lambda t=theirs: t.formatted_read_group([], ["text"])),
            ):
                with (
                    self.subTest(user.login, call=name),
                    self.assertRaises(AccessError),
                ):
                    call()

    def test_not_through_the_case(self):
        cases = self.env["collection.case"]
        domain = [("private_note_ids.text", "ilike", "hospital")]
        self.assertFalse(cases.with_user(self.everybody).search(domain))
        self.assertTrue(cases.with_user(self.manager).search(domain))
        with self.assertRaises(AccessError):
            cases.with_user(self.auditor).search(domain)
        case = self.case_of_debtor
        self.assertFalse(case.with_user(self.everybody).private_note_ids)
        with self.assertRaises(AccessError):
            case.with_user(self.auditor).read(["private_note_ids"])
        arch = cases.with_user(self.auditor).get_view(view_type="form")["arch"]
        self.assertNotIn("private_note_ids", arch)

    def test_no_export_by_anybody(self):
        for user in (self.collector, self.manager, self.colleague, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.note.with_user(user).export_data(["text"])
        names = ["partner_id", "private_note_ids/text"]
        for user in (self.collector, self.manager, self.auditor):
            with self.subTest(user.login, through="case"):
                self.assert_no_secret(self.case_of_debtor.with_user(user), names)
        description = self.env["collection.case"].fields_get(["private_note_ids"])
        self.assertFalse(description["private_note_ids"]["exportable"])

    def assert_no_secret(self, case, names):
        """Exporting is refused, or leaves the note out."""
        try:
            rows = case.export_data(names)["datas"]
        except AccessError:
            return
        self.assertNotIn(SECRET, str(rows))

    def test_the_next_collector_reads_it(self):
        self.case_of_debtor.user_id = self.colleague
        self.env.invalidate_all()
        case = self.case_of_debtor
        self.assertEqual(case.with_user(self.colleague).private_note_ids.text, SECRET)
        with self.assertRaises(AccessError):
            self.note.with_user(self.collector).read(["text"])
        case.user_id = False
        self.env.invalidate_all()
        for user in (self.collector, self.colleague):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.note.with_user(user).read(["text"])

    def test_others_write_none(self):
        for user in self.outsiders():
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["collection.private.note"].with_user(user).create(
                    {"case_id": self.case_of_debtor.id, "text": "I was here"}
                )
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.note.with_user(user).write({"text": "changed"})

    def test_it_stays_with_its_debtor_and_its_author(self):
        other = self._make_debtor("Other Ltd")
        self.invoice(10.0, "2026-02-01", due="2026-03-02", partner=other)
        self.env["collection.case"]._sync(self.company, other)
        case = self.case(other)
        case.user_id = self.colleague
        note = self.note.with_user(self.collector)
        for values in ({"case_id": case.id}, {"user_id": self.colleague.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                note.write(values)
        note.text = f"{SECRET}, until May"
        values = {"case_id": self.case_of_debtor.id, "text": "x"}
        with self.assertRaisesRegex(AccessError, "cannot be changed here"):
            note.create({**values, "user_id": self.colleague.id})
        self.assertEqual(note.create(values).user_id, self.collector)

    def test_nothing_in_the_thread_or_on_paper(self):
        case = self.case_of_debtor
        self.note.text = f"{SECRET}, until May"
        self.assertNotIn("hospital", " ".join(case.message_ids.mapped("body")))
        self.assertNotIn("hospital", self.note.display_name)
        self.run_on("2026-04-01")
        self.send_all("2026-04-01")
        notice = self.notices()
        self.assertNotIn("hospital", " ".join(notice.message_ids.mapped("body")))
        self.assertNotIn("hospital", str(case.timeline_ids.mapped("words")))
