from freezegun import freeze_time

from odoo.tests import tagged

from .common_promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseMany(PromisesCommon):
    """However many commitments are touched, they are judged in the same few queries."""

    def many(self, count):
        """Debtors with a promise each, half of which is paid in time."""
        partners = self.env["res.partner"]
        for n in range(count):
            partner = self._make_debtor(f"Debtor {n}")
            invoice = self.invoice(100.0, "2026-02-01", "2026-03-02", partner)
            case = self.open_case(partner)
            self.promise((invoice, 100.0), case=case)
            if n % 2:
                self.pay(invoice, "2026-04-09")
            partners |= partner
        self.env.flush_all()
        self.env.invalidate_all()
        return partners

    def queries(self, partners):
        commitments = self.env["collection.commitment"]
        self.env["collection.event"]._digest()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with freeze_time(self.AFTER):
            commitments._rejudge(
                self.company, partners, self.company._collection_today()
            )
            self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_commitments(self):
        few = self.many(4)
        more = self.many(16)
        self.queries(few[:1])  # what is cached once
        first, second = self.queries(few[1:]), self.queries(more)
        states = self.env["collection.commitment"].search(
            [("partner_id", "in", (few | more).ids)]
        )
        self.assertEqual(len(states.filtered(lambda c: c.state == "kept")), 10)
        self.assertEqual(len(states.filtered(lambda c: c.state == "broken")), 10)
        self.assertLessEqual(second, first + 5, (first, second))
        self.assertLess(second, 60)
