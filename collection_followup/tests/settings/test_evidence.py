from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_world import WorldCommon

SENT = {"state": "sent", "letter_state": "printed"}


@tagged("post_install", "-at_install")
class TestEvidence(WorldCommon):
    """What was sent and what was logged stays: nobody changes, deletes or forges it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls.world["collection.notice"]
        cls.letter = (
            cls.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": "N-1.pdf",
                    "raw": b"what was printed",
                    "res_model": cls.notice._name,
                    "res_id": cls.notice.id,
                }
            )
        )
        message = cls.file.message_post(
            body="Please pay",
            message_type="auto_comment",
            attachments=[("copy.pdf", b"what was sent")],
        )
        cls.message = message.sudo()
        cls.notice.write(
            {
                **SENT,
                "sent_on": cls.today,
                "letter_id": cls.letter.id,
                "message_id": message.id,
            }
        )
        cls.entry = cls.world["collection.interaction"]
        cls.entry.notice_id = cls.notice

    def people(self):
        """Everybody who may write the case, up to the manager."""
        return self.collector, self.everybody, self.manager

    def refuse(self, call, errors=AccessError):
        """Expect that a call fails, for want of rights or with one of these errors."""
        try:
            with self.env.cr.savepoint():
                call()
        except errors:
            self.env.invalidate_all()
        else:
            self.fail("this was let through")

    def test_a_sent_notice_and_its_proof(self):
        """The attack of the issue: to cancelled, deleted, and the log line with it."""
        for user in self.people():
            with self.subTest(user.login):
                notice = self.notice.with_user(user)
                self.refuse(lambda n=notice: n.write({"state": "cancelled"}))
                self.refuse(lambda n=notice: n.write({"subject": "Never mind"}))
                self.refuse(notice.unlink)
                entry = self.entry.with_user(user)
                self.refuse(entry.unlink)
                self.refuse(lambda e=entry: e.write({"note": "Never called"}))
        # code neither: whoever calls it
        self.notice.state = "cancelled"
        self.refuse(self.notice.unlink)
        self.refuse(self.entry.unlink)

    def test_letters_and_messages(self):
        files = self.letter | self.message.attachment_ids
        self.assertEqual(len(files), 2)
        for user in self.people():
            for file in files:
                theirs = file.with_user(user)
                with self.subTest(user.login, file=file.name):
                    self.assertTrue(theirs.has_access("write"))
                    self.refuse(theirs.unlink)
                    for values in (
                        {"raw": b"another letter"},
                        {"name": "draft.pdf"},
                        {"res_id": 0},
                    ):
                        self.refuse(lambda t=theirs, v=values: t.write(v))
            message = self.message.with_user(user)
            with self.subTest(user.login):
                self.refuse(message.unlink)
                self.refuse(lambda m=message: m.write({"body": "Thank you"}))
                self.refuse(lambda m=message: m.write({"attachment_ids": [(5, 0, 0)]}))
        self.assertEqual(self.letter.raw, b"what was printed")

    def test_what_people_wrote_by_hand_is_theirs(self):
        case = self.file.with_user(self.collector)
        said = case.message_post(body="He called", message_type="comment")
        said.body = "He called twice"
        said.unlink()
        file = case.env["ir.attachment"].create(
            {
                "name": "photo.jpg",
                "raw": b"x",
                "res_model": case._name,
                "res_id": case.id,
            }
        )
        file.name = "truck.jpg"
        file.unlink()

    def test_the_pencil_and_the_bin_of_the_chatter(self):
        """Their routes act as superuser once they know whose message it is."""
        for file in self.letter | self.message.attachment_ids:
            self.refuse(lambda f=file: f.sudo()._delete_and_notify())
        case = self.file.with_user(self.collector)
        said = case.message_post(body="Pay, or else", message_type="comment")
        self.env["mail.notification"].sudo().create(
            {"mail_message_id": said.id, "res_partner_id": self.debtor.id}
        )
        self.refuse(lambda: said.write({"body": "Kind regards"}))
        self.refuse(said.unlink)
        for body in ("Kind regards", ""):
            self.refuse(
                lambda b=body: case._message_update_content(said.sudo(), body=b),
                UserError,
            )
        self.assertIn("or else", said.body)

    @mute_logger("odoo.sql_db")
    def test_with_the_debtor_or_the_case(self):
        for record in (self.debtor, self.file, self.company):
            with self.subTest(record._name):
                self.refuse(record.sudo().unlink, (IntegrityError, UserError))
        contact = self.env["res.partner"].create(
            {"name": "Eve", "parent_id": self.debtor.id}
        )
        stops = self.env["collection.contact.stop"].with_user(self.collector)
        stops.create({"partner_id": contact.id, "reason": "She asked for it"})
        self.refuse(contact.unlink, (IntegrityError, UserError))

    def test_a_release_outlives_its_order(self):
        orders_sudo = self.env["sale.order"].sudo()
        order = orders_sudo.create({"partner_id": self.debtor.id})
        release = self.world["collection.hold.release"]
        release.order_id = order
        order.unlink()
        self.assertTrue(release.exists())

    def test_a_contact_is_logged_as_oneself(self):
        entries = self.env["collection.interaction"]
        values = {"case_id": self.file.id, "kind": "call", "outcome": "reached"}
        for user in self.people():
            theirs = entries.with_user(user)
            forged = {**values, "user_id": self.colleague.id}
            self.refuse(lambda t=theirs, v=forged: t.create(v))
            entry = theirs.with_context(default_user_id=self.colleague.id).create(
                values
            )
            self.assertEqual(entry.user_id, user)
            self.refuse(lambda e=entry: e.write({"user_id": self.colleague.id}))

    def test_corrected_by_its_author_on_the_day(self):
        entries = self.env["collection.interaction"].with_user(self.collector)
        entry = entries.create({"case_id": self.file.id, "note": "Maybe"})
        entry.note = "He pays on Friday"
        self.assertIn("Maybe", self.file.message_ids[0].body)
        self.refuse(lambda: entry.with_user(self.manager).write({"note": "No"}))
        entry.sudo().written_on = "2026-01-01"
        self.refuse(lambda: entry.write({"note": "No"}))

    @mute_logger("odoo.sql_db")
    def test_values_of_what_may_be_written(self):
        """What is declared still takes no nonsense."""
        case = self.file.with_user(self.collector)
        stranger = self._make_debtor("Stranger")
        for record, values, error in (
            (case, {"grace_days": 100000}, IntegrityError),
            (case, {"pay_cutoff": 1000}, IntegrityError),
            (self.planned(), {"contact_id": stranger.id}, ValidationError),
        ):
            with self.subTest(values):
                self.refuse(lambda r=record, v=values: r.write(v), error)

    def planned(self):
        """A notice that waits for approval, as the collector sees it."""
        self.notice.write({"state": "planned", "sent_on": False})
        return self.notice.with_user(self.collector)

    def test_windows_recompute_what_they_do(self):
        """What a window shows is not believed when it is confirmed."""
        other = self._make_debtor("Other")
        foreign = self.receivable(self.invoice(500.0, "2026-02-01", partner=other))
        self.env["collection.case"].sudo()._sync(self.company, other)
        self.env.flush_all()
        sheet = self.env["collection.call"].with_user(self.collector)
        sheet = sheet.create(
            {
                "case_ids": self.file.ids,
                "direction": "in",
                "outcome": "reached",
                "line_ids": [(0, 0, {"item_id": foreign.id, "answer": "approved"})],
            }
        )
        self.refuse(sheet.action_confirm, UserError)
        level = self.env["collection.level"].with_user(self.collector)
        level = level.create({"case_ids": self.file.ids, "reason": "x"})
        level.line_ids = [
            (5, 0, 0),
            (0, 0, {"line_id": foreign.id, "stage_id": self.stage(2).id}),
        ]
        self.refuse(level.action_confirm, UserError)
        left = self.env["collection.leave.out"].with_user(self.collector)
        left = left.create({"case_ids": self.file.ids, "reason": "x"})
        left.line_ids = [(5, 0, 0), (0, 0, {"line_id": foreign.id, "how": "once"})]
        self.refuse(left.action_confirm, UserError)

    def test_opening_of_another_company(self):
        elsewhere = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        opening = self.env["collection.opening"].with_user(self.manager)
        values = {"company_id": elsewhere.id, "state": "debtors"}
        self.refuse(lambda: opening.create(values))
        mine = opening.create({"company_id": self.company.id})
        self.refuse(lambda: mine.write(values))
        # of whoever may, left open and found by its number
        started = self.env["collection.opening"].sudo().create(values)
        self.refuse(started.with_user(self.manager).action_confirm)
        self.assertFalse(elsewhere.collection_opened_on)
