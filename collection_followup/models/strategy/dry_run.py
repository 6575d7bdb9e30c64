from dataclasses import dataclass, replace

from odoo import models


@dataclass(frozen=True)
class Rehearsal:
    """A strategy in its own dry run.

    An object, because a context comes from the browser too: there it can carry
    numbers and text, but never this.
    """

    strategy_id: int


class CollectionStrategy(models.Model):
    """The buttons of a strategy."""

    _inherit = "collection.strategy"

    def action_dry_run(self):
        """Show what the strategy would send today; nothing is sent or changed."""
        self.ensure_one()
        runs = self.env["collection.run"].with_company(self.company_id)
        runs = runs.with_context(collection_rehearsal=Rehearsal(self.id))
        action = runs.action_dry_run()
        run = runs.browse(action["res_id"])
        lines = run.action_open_lines()
        lines["domain"] += [("case_id.strategy_id", "=", self.id)]
        title = self.env._("Dry run of %(strategy)s", strategy=self.name)
        return lines | {"name": title, "display_name": title}

    def _as_fact(self):
        """In its own dry run a strategy is shown as if it were confirmed."""
        fact = super()._as_fact()
        rehearsal = self.env.context.get("collection_rehearsal")
        if isinstance(rehearsal, Rehearsal) and rehearsal.strategy_id == self.id:
            return replace(fact, confirmed=True)
        return fact

    def action_open_cases(self):
        """Show the open cases that follow this strategy."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "collection_followup.collection_case_action"
        )
        action["domain"] = [("strategy_id", "=", self.id)]
        action["context"] = {"search_default_open": 1}
        return action
