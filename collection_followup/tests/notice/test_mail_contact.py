from odoo.tests import tagged

from .common_mail import MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailContact(MailDoorCommon):
    """Who gets it: the role that is asked for, a lawyer before everybody."""

    def setUp(self):
        super().setUp()
        self.overdue()
        self.run_on("2026-04-01")

    def _person(self, name, role=None, **values):
        roles = self.env.ref(f"collection_followup.role_{role}") if role else None
        return self.env["res.partner"].create(
            {
                "name": name,
                "parent_id": self.debtor.id,
                "email": f"{name.lower()}@debtor.example",
                "collection_role_ids": roles and roles.ids,
                **values,
            }
        )

    def _pick(self, role="manager", channel="email"):
        return self.case()._pick_contact(role, channel)

    def test_debtor_itself(self):
        person, reason = self._pick()
        self.assertEqual(person, self.debtor)
        self.assertEqual(reason.code, "fallback")

    def test_role(self):
        manager = self._person("Max", "manager")
        self._person("Pia", "pays")
        person, reason = self._pick()
        self.assertEqual(person, manager)
        self.assertEqual(reason.code, "asked")

    def test_lawyer_before_everybody(self):
        self._person("Max", "manager")
        lawyer = self._person("Lex", "lawyer")
        person, reason = self._pick()
        self.assertEqual(person, lawyer)
        self.assertEqual(reason.code, "lawyer")

    def test_archived_and_strangers_are_out(self):
        self._person("Max", "manager", active=False)
        self._person("Sue", "manager", parent_id=self._make_debtor("Other").id)
        person, _reason = self._pick()
        self.assertEqual(person, self.debtor)

    def test_address_that_came_back(self):
        max_ = self._person("Max", "manager")
        max_._collection_mark_bounced("max@debtor.example")
        self.assertEqual(self._pick()[0], self.debtor)
        max_.email = "max@new.example"
        self.assertEqual(self._pick()[0], max_)

    def test_nobody(self):
        self.debtor.email = False
        person, reason = self._pick()
        self.assertFalse(person)
        self.assertEqual(reason.code, "nobody")
