from odoo import fields, models


class CollectionRun(models.Model):
    """Printing all letters of a run."""

    _inherit = "collection.run"

    letters_waiting = fields.Integer(compute="_compute_letters_waiting")

    def _compute_letters_waiting(self):
        groups = self.env["collection.notice"]._read_group(
            [("run_id", "in", self.ids), ("letter_state", "=", "to_print")],
            ["run_id"],
            ["__count"],
        )
        counts = dict(groups)
        for run in self:
            run.letters_waiting = counts.get(run, 0)

    def action_print_letters(self):
        """Print the letters of these runs that wait, in postal order."""
        return self.notice_ids.filtered(
            lambda notice: notice.letter_state == "to_print"
        ).action_print_letters()
