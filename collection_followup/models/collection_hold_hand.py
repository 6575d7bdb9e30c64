from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..sentences import house

# which hold a proposal has taken the place of
REPLACE = """
    UPDATE collection_hold h SET replaces_id = o.id
      FROM collection_hold o
     WHERE h.id = ANY(%(holds)s) AND o.id = ANY(%(old)s) AND o.case_id = h.case_id
"""


class CollectionHold(models.Model):
    """What managers do with holds: confirm, refuse, end."""

    _inherit = "collection.hold"

    def action_approve(self):
        """Confirm what was proposed: it is in force from now on."""
        self._check_manager()
        proposed = self.filtered(lambda hold: hold.state == "proposed")
        if not proposed:
            raise UserError(self.env._("Nothing is proposed here any more."))
        holds = proposed.sudo()  # rights were checked above
        for root, group in holds.grouped("company_id").items():
            group._approve(root)
        return True

    def _approve(self, root):
        """Put proposals of one company in force, in the place of what stands."""
        standing = self._standing(root, self.partner_id, "active")
        old, today = self.union(*standing.values()), root._collection_today()
        text = house(root)._("Replaced by a hold that was proposed.")
        self._close_all({text: old}, today)
        self.write({"state": "active", "approved_by_id": self.env.uid, "since": today})
        self.flush_model()
        self.env.cr.execute(SQL(REPLACE, holds=self.ids, old=old.ids))
        self.invalidate_model(["replaces_id"])
        self._move_releases()
        self.case_id._store_hold()
        self._finish_proposals()
        self._announce()

    def action_end(self):
        """Ask why these holds are over."""
        self._check_manager()
        return self._window("collection.hold.end", self.env._("End the hold"))

    def action_refuse(self):
        """Ask why what was proposed is refused."""
        self._check_manager()
        return self._window("collection.hold.end", self.env._("Refuse the proposal"))

    def action_release(self):
        """Ask what is let through in spite of this hold."""
        self.ensure_one()
        return self.case_id.action_release()

    def _end_by_hand(self, reason):
        """End holds, or refuse proposals; days of grace follow.

        :param reason: why, in words
        """
        self._check_manager()
        reason = self.env["collection.case"]._words(reason)
        standing = self.filtered(lambda hold: hold.state != "ended")
        if not standing:
            raise UserError(self.env._("These holds have ended already."))
        holds = standing.sudo()  # rights were checked above
        for root, group in holds.grouped("company_id").items():
            today = root._collection_today()
            group._end_all({reason: group}, today, by_hand=True)

    def _window(self, model, name):
        """Open a window on these holds."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_hold_ids": self.ids},
        }

    def _check_manager(self):
        """Refuse whoever is no credit manager, or may not see these holds.

        The user counts, never sudo or a context key.
        """
        self.check_access("read")
        if not self.env["collection.case"]._is_credit_manager():
            raise AccessError(
                self.env._("Only a credit manager decides on holds: ask for it.")
            )
