from odoo import fields, models


class CollectionCase(models.Model):
    """Everything that happened with a debtor, on the case."""

    _inherit = "collection.case"

    timeline_ids = fields.One2many(
        "collection.timeline", "case_id", readonly=True, copy=False
    )

    def action_open_timeline(self):
        """Show everything that happened with these debtors, to search and filter."""
        return self._screen_action("collection_timeline_action")

    def action_log_contact(self):
        """Write down a visit, a meeting, a letter or a message: a small window.

        The kind comes from the context of the button.
        """
        self.check_access("write")
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_interaction_new_action"
        )
        kinds = dict(self.env["collection.interaction"]._fields["kind"].selection)
        kind = self.env.context.get("default_kind")
        action["context"] = {
            "default_case_id": self.id,
            "default_kind": kind if kind in kinds else "visit",
            "default_outcome": "reached",
        }
        return action
