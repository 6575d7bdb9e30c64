from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDefaultStrategy(TransactionCase):
    """Ten minutes after installation the defaults work: nobody has to write a stage."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls.env.ref("collection_followup.strategy_standard")
        cls.persons = cls.env.ref("collection_followup.strategy_persons")

    def test_standard_has_a_note_and_five_ever_firmer_stages(self):
        self.assertRecordValues(
            self.standard.stage_ids.sorted("severity"),
            [
                {"severity": "0", "delay": -5, "working_days": False},
                {"severity": "1", "delay": 3, "working_days": True},
                {"severity": "2", "delay": 14, "working_days": False},
                {"severity": "3", "delay": 28, "working_days": False},
                {"severity": "4", "delay": 42, "working_days": False},
                {"severity": "5", "delay": 60, "working_days": False},
            ],
        )

    def test_private_persons_never_get_more_than_a_firm_letter(self):
        severities = self.persons.stage_ids.mapped("severity")
        self.assertEqual(max(severities), "3")
        self.assertEqual(self.persons.debtor_kind, "person")
        self.assertLess(self.persons.sequence, self.standard.sequence)

    def test_persons_get_longer_to_pay(self):
        def days(strategy, severity):
            return strategy.stage_ids.filtered(
                lambda stage: stage.severity == severity
            ).pay_by_days

        for severity in ("1", "2", "3"):
            self.assertGreater(
                days(self.persons, severity), days(self.standard, severity)
            )

    def test_shipped_strategies_are_confirmed(self):
        self.assertTrue(self.standard.confirmed)
        self.assertTrue(self.persons.confirmed)

    def test_an_edited_one_asks_for_its_dry_run_again(self):
        self.standard.stage_ids[0].delay -= 1
        self.assertFalse(self.standard.confirmed)
        self.env["res.company"]._collection_set_up()
        self.assertFalse(self.standard.confirmed, "only the installation confirms")

    def test_every_company_starts_with_it(self):
        self.assertFalse(
            self.env["res.company"].search_count(
                Domain("collection_strategy_id", "=", False)
            )
        )
        company = self.env["res.company"].create({"name": "A new one"})
        self.assertEqual(company.collection_strategy_id, self.standard)

    def test_a_company_keeps_its_own_choice(self):
        company = self.env["res.company"].create(
            {"name": "Another", "collection_strategy_id": self.persons.id}
        )
        self.env["res.company"]._collection_set_up()
        self.assertEqual(company.collection_strategy_id, self.persons)

    def test_sternest_stage_is_always_approved(self):
        last = self.standard.stage_ids.sorted("severity")[-1]
        self.assertEqual(last.approval, "always")
        self.assertTrue(last.reply_slip)
        self.assertEqual(last.role_id.code, "owner")
