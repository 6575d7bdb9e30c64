from freezegun import freeze_time

from ..common_roles import RolesCommon


class DisputeCommon(RolesCommon):
    """One overdue invoice of 1 000, of which something is contested.

    Monday, 6 April 2026 is the day on which the debtor says so.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector.email = "collector@creditor.example"
        reasons = cls.env["collection.dispute.reason"]
        cls.ours = reasons.create({"name": "Goods", "side": "ours"})
        cls.faulty = reasons.create(
            {"name": "Faulty", "side": "ours", "parent_id": cls.ours.id, "days": 10}
        )
        cls.bill = cls.invoice(1000.0, "2026-02-01", due="2026-03-02")
        cls.env["collection.case"]._sync(cls.company, cls.debtor)
        cls.file = cls.env["collection.case"].search(
            [("partner_id", "=", cls.debtor.id)]
        )
        cls.file.user_id = cls.collector

    def contest(self, amount=None, move=None, user=None, **values):
        """Open a dispute on the invoice as the collector."""
        line = self.receivable(move or self.bill)[:1]
        values = {"line_id": line.id, "reason_id": self.faulty.id, **values}
        if amount is not None:
            values["amount"] = amount
        return self.file.with_user(user or self.collector)._dispute(values)

    def judge(self, day):
        """What the triggered job does after something happened."""
        with freeze_time(f"{day} 12:00:00"):
            self.env["collection.run"]._cron_dirty()

    def told(self, dispute):
        """The mails about a dispute, as they wait in the queue."""
        return self.env["mail.mail"].search(
            [("collection_dispute_id", "=", dispute.id)], order="id"
        )

    def credit(self, dispute):
        """The draft credit note, made by the accountant's button."""
        action = dispute.with_user(self.accountant).action_credit_note()
        return self.env["account.move"].browse(action["res_id"])
