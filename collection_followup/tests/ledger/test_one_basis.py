from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common_roles import RolesCommon


@tagged("post_install", "-at_install")
class TestOneBasis(RolesCommon):
    """Age and amount that stand side by side are about the same money.

    1 April 2026: an invoice of 7 000 is 31 days late and promised for later, one of
    500 is ten days late.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.invoice(7000, "2026-01-30", "2026-03-01")
        cls.young = cls.invoice(500, "2026-02-20", "2026-03-22")
        with freeze_time("2026-04-01 10:00:00"):
            cls.env["collection.case"]._sync(cls.company, cls.debtor)
            cls.file = cls.env["collection.case"].search(
                [("partner_id", "=", cls.debtor.id)]
            )
            cls.file._promise(
                {"items": {cls.receivable(cls.old): 7000}, "date": "2026-04-20"}
            )
            cls.file._judge()

    @freeze_time("2026-04-01 10:00:00")
    def test_days_late_are_those_of_what_is_to_collect(self):
        self.file.invalidate_recordset()
        self.assertRecordValues(
            self.file,
            [
                {
                    "to_collect": 500.0,
                    "days_late": 10,
                    "oldest_due": date(2026, 3, 22),
                    "overdue": 7500.0,
                    "oldest_overdue": date(2026, 3, 1),
                }
            ],
        )

    @freeze_time("2026-04-01 10:00:00")
    def test_the_buckets_of_the_pivot_add_up_to_the_first_column(self):
        arch = self.env.ref("collection_followup.collection_case_view_pivot").arch
        names = [
            part.split('"')[1]
            for part in arch.split("<field ")[1:]
            if 'type="measure"' in part
        ]
        self.assertEqual(names[0], "overdue")
        self.assertEqual(names[-1], "to_collect")
        group = self.env["collection.case"]._read_group(
            [("id", "=", self.file.id)], [], [f"{name}:sum" for name in names]
        )
        whole, *ages, chased = group[0]
        self.assertEqual((whole, sum(ages), chased), (7500.0, 7500.0, 500.0))
        fields = self.env["collection.case"].fields_get(names)
        for name in names[1:-1]:
            self.assertTrue(fields[name]["string"].startswith("Overdue"), name)

    @freeze_time("2026-04-01 10:00:00")
    def test_the_list_of_past_due_accounts_counts_from_what_is_overdue(self):
        model = self.env["collection.past.due"]
        today = date(2026, 4, 1)
        (row,) = model._read_rows([("id", "=", self.file.id)], today)
        self.assertEqual((row.days_late, row.oldest_overdue), (31, date(2026, 3, 1)))
        self.assertEqual((row.overdue, row.to_collect), (7500.0, 500.0))
