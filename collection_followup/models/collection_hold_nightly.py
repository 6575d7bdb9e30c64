from odoo import api, models
from odoo.tools import split_every

from .collection_run_plan import BATCH


class CollectionRun(models.Model):
    """The net of every night: holds that only the calendar changes."""

    _inherit = "collection.run"

    @api.model
    def _wake_and_escalate(self):
        result = super()._wake_and_escalate()
        roots = self.env["res.company"].search([("parent_id", "=", False)])
        for root in roots:
            cases = self.env["collection.hold"]._cases_of_the_night(root)
            for batch in split_every(BATCH, cases.ids):
                cases.browse(batch)._judge()
                self._checkpoint()
        return result


class CollectionHold(models.Model):
    """Which cases the night looks at for the sake of their holds."""

    _inherit = "collection.hold"

    @api.model
    def _cases_of_the_night(self, root):
        """The cases whose hold time alone may change.

        The daily run judges every open case anyway; where it is switched off, holds
        are set all the same when they are switched on.
        """
        cases = self.env["collection.case"].with_context(active_test=False)
        held = cases.search(
            [
                ("company_id", "=", root.id),
                ("hold_ids.state", "in", ("active", "proposed")),
            ]
        )
        if root.collection_auto or not root.collection_hold_auto:
            return held
        return held | cases.search(
            [("company_id", "=", root.id), ("state", "=", "open")]
        )
