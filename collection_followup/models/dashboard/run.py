from odoo import fields, models


class CollectionRun(models.Model):
    """What was owed when a run ended: the change since last week is read from it."""

    _inherit = "collection.run"

    overdue = fields.Monetary(
        string="Total overdue", readonly=True, help="Of all cases, when the run ended."
    )
    to_collect = fields.Monetary(
        string="Amount to collect",
        readonly=True,
        help="Of all cases, when the run ended.",
    )

    def _finish(self):
        if self.kind in ("auto", "manual"):
            [(overdue, to_collect)] = self.env["collection.case"]._read_group(
                [("company_id", "=", self.company_id.id), ("state", "=", "open")],
                aggregates=["overdue:sum", "to_collect:sum"],
            )
            self.write({"overdue": overdue, "to_collect": to_collect})
        return super()._finish()
