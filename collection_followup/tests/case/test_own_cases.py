from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_roles import RolesCommon
from ..notice.common_letters import LettersCommon

DAY = date(2026, 3, 10)
CASE = "collection.case"
# models whose rows are about a debtor, but are read with the ledger or by managers
LEDGER = {"collection.item", "collection.contact.stop", "collection.trouble"}


@tagged("post_install", "-at_install")
class TestOwnCases(RolesCommon, LettersCommon):
    """A collector of own cases sees what is about his debtors, or about nobody's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owners = [cls.collector, cls.colleague, cls.env["res.users"]]
        cls.cases = cls.env[CASE]
        for owner in cls.owners:
            debtor = cls._make_debtor(f"Debtor of {owner.login or 'nobody'}")
            cls.invoice(100, "2026-01-15", partner=debtor)
            cls.env[CASE]._sync(cls.company, debtor)
            case = cls.env[CASE].search([("partner_id", "=", debtor.id)])
            case.user_id = owner
            cls.cases |= case

    def path_to_case(self, model):
        """How a row of a model leads to its case: the names of its fields, or None."""
        for name, field in model._fields.items():
            if field.type != "many2one" or not field._description_searchable:
                continue
            if field.comodel_name == CASE and name in ("case_id", "case"):
                return name
            papers = ("collection.notice", "collection.plan")
            if field.comodel_name in papers and field.required:
                return f"{name}.case_id"
        return None

    def test_the_link_of_a_colleague_says_whose_it_is(self):
        theirs = self.cases[1]
        with self.assertRaises(AccessError) as caught:
            theirs.with_user(self.collector).read(["partner_id"])
        self.assertIn(f"handled by {self.colleague.name}", str(caught.exception))
        with self.assertRaises(AccessError) as caught:
            theirs.with_user(self.salesperson).read(["partner_id"])
        self.assertNotIn("is handled by", str(caught.exception))

    def test_rows_of_runs_and_reports(self):
        """Every model of ours whose rows lead to a case keeps those of others away."""
        run = self.run_on(DAY)
        self.letters_on(DAY)
        found = set()
        for name, model in self.env.items():
            if not name.startswith("collection.") or model.is_transient():
                continue
            path = not model._abstract and self.path_to_case(model)
            if not path or name in LEDGER:
                continue
            foreign = [(f"{path}.user_id", "=", self.colleague.id)]
            mine = model.with_user(self.collector)
            if not mine.has_access("read"):
                continue
            with self.subTest(name):
                self.assertFalse(mine.search_count(foreign))
                known = model.sudo().search(foreign)
                if known:
                    found.add(name)
                    self.assertFalse(known.with_user(self.collector).has_access("read"))
                    for user in (self.colleague, self.everybody, self.auditor):
                        self.assertTrue(known.with_user(user).has_access("read"))
        self.assertLessEqual(
            {
                "collection.run.line",
                "collection.case.total",
                "collection.notice",
                "collection.notice.line",
                "collection.open.item",
            },
            found,
        )
        lines = run.with_user(self.collector).line_ids
        self.assertEqual(
            lines.case_id.sorted("id"), (self.cases - self.cases[1]).sorted("id")
        )

    def test_letters_of_a_batch(self):
        """A batch is one document: with one letter of another's it is not his."""
        notices = self.letters_on(DAY)
        mine, others, nobodys = (
            notices.filtered(lambda n, c=case: n.case_id == c) for case in self.cases
        )
        Batch = self.env["collection.letter.batch"]
        mixed = Batch.sudo()._for_notices(mine | others)
        as_collector = mixed.with_user(self.collector)
        self.assertFalse(as_collector.has_access("read"))
        self.assertTrue(mixed.with_user(self.auditor).has_access("read"))
        # he takes his own letters out of it; those of others stay
        own = Batch.with_user(self.collector)._for_notices(
            mine.with_user(self.collector)
        )
        self.assertNotEqual(own, mixed)
        self.assertEqual(own.sudo().notice_ids, mine)
        self.assertEqual((mixed.notice_ids, mixed.letters_total), (others, 1))
        # one to nobody's debtor is his to print
        free = Batch.sudo()._for_notices(nobodys)
        self.assertTrue(free.with_user(self.collector).has_access("read"))

    def test_printing_a_batch_with_letters_of_others(self):
        notices = self.letters_on(DAY)
        batch = self.env["collection.letter.batch"].sudo()._for_notices(notices)
        batch.user_id = self.collector  # he may read it
        as_collector = batch.with_user(self.collector)
        with self.assertRaisesRegex(AccessError, "other collectors"):
            as_collector.action_print()
        self.assertEqual(set(notices.mapped("letter_state")), {"to_print"})
        self.print_on(notices, DAY)  # all of them, by whoever may
        self.assertEqual(set(notices.mapped("letter_state")), {"printed"})
