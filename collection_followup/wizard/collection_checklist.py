from importlib.util import find_spec

from odoo import api, fields, models
from odoo.fields import Domain

# Collections works without these, but less well
OPTIONAL = ("holidays", "collectors", "holds", "limits", "automatic")


class CollectionChecklist(models.TransientModel):
    """What has to be in place before the first letter, with a tick for each."""

    _name = "collection.checklist"
    _description = "Collections set-up checklist"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.root_id
    )
    line_ids = fields.One2many("collection.checklist.line", "checklist_id")
    done = fields.Integer(compute="_compute_done")
    total = fields.Integer(compute="_compute_done")
    ready = fields.Boolean(compute="_compute_done")

    def _compute_display_name(self):
        self.display_name = self.env._("Set-up checklist")

    @api.depends("line_ids.done")
    def _compute_done(self):
        for checklist in self:
            checklist.done = len(checklist.line_ids.filtered("done"))
            checklist.total = len(checklist.line_ids)
            needed = checklist.line_ids.filtered(lambda line: not line.optional)
            checklist.ready = all(needed.mapped("done"))

    @api.model
    def action_open(self):
        """Look at everything now and show the list."""
        checklist = self.create({})
        checklist._look()
        return checklist._get_records_action(
            name=self.env._("Set-up checklist"), target="current"
        )

    def action_look_again(self):
        """Tick again."""
        self._look()
        return True

    def _look(self):
        """Write one line for each thing that has to be in place."""
        self.ensure_one()
        keys = dict(self.env["collection.checklist.line"]._keys())
        self.line_ids.unlink()
        self.env["collection.checklist.line"].create(
            [
                {
                    "checklist_id": self.id,
                    "sequence": sequence,
                    "key": key,
                    "done": bool(getattr(self, f"_is_{key}")()),
                    "optional": key in OPTIONAL,
                }
                for sequence, key in enumerate(keys)
            ]
        )

    # ------------------------------------------------------------------ the ticks

    def _is_strategy(self):
        strategy = self.company_id.collection_strategy_id
        return strategy.confirmed and bool(strategy.stage_ids)

    def _is_opening(self):
        return self.company_id.collection_opened_on

    def _is_bank(self):
        company = self.company_id
        return company._collection_bank_is_fresh(company._collection_today())

    def _is_holidays(self):
        # closing days of the company are known, or the library knows the country's
        leaves = self.env["resource.calendar.leaves"].sudo()  # company-wide, no person
        own = Domain("resource_id", "=", False) & Domain(
            "company_id", "in", [False, self.company_id.id]
        )
        year_end = Domain("date_to", ">=", self.company_id._collection_now())
        return find_spec("holidays") or leaves.search_count(own & year_end, limit=1)

    def _is_mail_server(self):
        servers = self.env["ir.mail_server"].sudo()  # whether there is one, no more
        return servers.search_count([], limit=1)

    def _is_replies(self):
        domain = self.company_id.alias_domain_id
        return bool(domain.catchall_alias and domain.bounce_alias)

    def _is_address(self):
        partner = self.company_id.partner_id
        address = partner.street and partner.city and partner.country_id
        return bool(address and partner.bank_ids)

    def _is_live(self):
        return not self.company_id._collection_copy_warning()

    def _is_collectors(self):
        open_cases = Domain("state", "=", "open") & Domain(
            "company_id", "=", self.company_id.id
        )
        nobody = open_cases & Domain("user_id", "=", False)
        cases = self.env["collection.case"]
        return not cases.search_count(nobody, limit=1)

    def _is_manager(self):
        return self.company_id.collection_manager_id

    def _is_holds(self):
        return self.company_id.collection_hold_auto

    def _is_limits(self):
        return self.company_id.collection_limit_refuses

    def _is_automatic(self):
        return self.company_id.collection_auto
