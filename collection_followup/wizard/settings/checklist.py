from importlib.util import find_spec

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

# Collections works without these, but less well
OPTIONAL = ("holidays", "collectors", "holds", "limits", "automatic")
_lt = LazyTranslate(__name__)
# {key: (what to do, label of the button)}
ADVICE = {
    "address": (
        _lt(
            "Letters carry your letterhead and say where to pay: fill in the "
            "company's address and at least one bank account."
        ),
        _lt("Company"),
    ),
    "mail_server": (
        _lt("Notices by e-mail leave through an outgoing mail server."),
        _lt("Mail servers"),
    ),
    "replies": (
        _lt(
            "With an alias domain (catch-all and bounce), what customers answer "
            "lands on their case and stops the next step until you read it."
        ),
        _lt("Settings"),
    ),
    "holidays": (
        _lt(
            "Notices leave on working days. Enter the closing days of the "
            "company, or install the Python library holidays on the server."
        ),
        _lt("Closing days"),
    ),
    "manager": (
        _lt("Decisions and replies that are left too long go to the credit manager."),
        _lt("Settings"),
    ),
    "strategy": (
        _lt(
            "Read the stages and their words, look at the dry run, confirm. "
            "An edited strategy sends nothing until it is confirmed again."
        ),
        _lt("Strategy"),
    ),
    "bank": (
        _lt(
            "Nobody should be asked for money that is already in the bank: import "
            "the latest statement, or confirm here that everything is entered."
        ),
        _lt("Bank data is up to date"),
    ),
    "opening": (
        _lt(
            "Nothing is sent before a manager has gone through what was "
            "already overdue when Collections was installed."
        ),
        _lt("Go-live review"),
    ),
    "collectors": (
        _lt("Nobody works on unassigned cases: assign them."),
        _lt("Unassigned cases"),
    ),
    "automatic": (
        _lt("When you trust what you see, let the run go every working day by itself."),
        _lt("Settings"),
    ),
    "holds": (
        _lt(
            "Choose how customers who do not pay are put on hold: watch, mild or "
            "block. You see whom it would touch before you switch it on."
        ),
        _lt("Test and choose"),
    ),
    "limits": (
        _lt(
            "Odoo warns when an order exceeds the customer's credit limit, and "
            "confirms it anyway. You can have it refused."
        ),
        _lt("Settings"),
    ),
    "live": (
        _lt(
            "A copy of the database must not write to customers. Confirm that this "
            "is the one that they hear from."
        ),
        _lt("This is the live database"),
    ),
}
MANAGER = "collection_followup.group_collection_manager"
# what not everybody who sees the list can set up: {key: who can}
RESERVED = {
    "address": "base.group_erp_manager",
    "mail_server": "base.group_system",
    "replies": "base.group_system",
    "bank": "collection_followup.group_collection_all",
    "manager": MANAGER,
    "opening": MANAGER,
    "live": MANAGER,
    "holds": MANAGER,
    "limits": MANAGER,
    "automatic": MANAGER,
}


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


class CollectionChecklistLine(models.TransientModel):
    """One thing to set up: what to do, and the place where it is done."""

    _name = "collection.checklist.line"
    _description = "Line of the set-up checklist"
    _order = "sequence, id"

    checklist_id = fields.Many2one(
        "collection.checklist", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    key = fields.Selection(lambda self: self._keys(), required=True)
    done = fields.Boolean()
    optional = fields.Boolean(help="Collections works without it, but less well.")
    advice = fields.Text(compute="_compute_advice")
    button = fields.Char(compute="_compute_advice")
    mine = fields.Boolean(
        compute="_compute_advice", help="Whoever looks may set this up."
    )

    @api.model
    def _keys(self):
        """The lines in the order in which they are best done."""
        keys = {
            "address": self.env._("Company address and bank account"),
            "mail_server": self.env._("Outgoing mail server"),
            "replies": self.env._("Replies and bounces come back"),
            "holidays": self.env._("Holidays are known"),
            "strategy": self.env._("Strategy confirmed"),
            "manager": self.env._("Credit manager named"),
            "bank": self.env._("Bank data up to date"),
            "opening": self.env._("Go-live review confirmed"),
            "live": self.env._("This is the live database"),
            "collectors": self.env._("Every case has a collector"),
            "holds": self.env._("Credit holds chosen"),
            "limits": self.env._("Orders over the credit limit are refused"),
            "automatic": self.env._("Automatic run switched on"),
        }
        return list(keys.items())

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._keys())
        for line in self:
            line.display_name = names.get(line.key)

    @api.depends("key")
    @api.depends_context("uid", "lang")
    def _compute_advice(self):
        manager = self.env._("Ask the credit manager")
        administrator = self.env._("Ask an administrator")
        for line in self:
            advice, button = ADVICE[line.key]
            line.advice = self.env._(advice)
            if line.key == "limits":
                company = line.checklist_id.company_id
                line.advice += " " + company._collection_over_limits_words()
            line.mine = line._is_mine()
            ours = RESERVED.get(line.key, "").startswith("collection_followup.")
            ask = manager if ours else administrator
            line.button = self.env._(button) if line.mine else ask

    def _is_mine(self):
        """Tell whether whoever looks may set this up."""
        group = RESERVED.get(self.key)
        return not group or self.env.user.has_group(group)

    def action_open_place(self):
        """Open the place where this is set up, or ask whoever may."""
        self.ensure_one()
        if not self._is_mine():
            return self._ask_whoever_may()
        return getattr(self, f"_open_{self.key}", self._open_settings)()

    def _ask_whoever_may(self):
        """Write to somebody of the company who may set this up what is missing."""
        group = self.env.ref(RESERVED[self.key]).sudo()  # who they are, no more
        company = self.checklist_id.company_id
        users = group.all_user_ids.filtered(
            lambda user: user.active and company in user.company_ids
        )
        users = (company.collection_manager_id & users) or users
        if not users:
            raise UserError(
                self.env._("Nobody who may set this up works for this company.")
            )
        names = dict(self._keys())
        users[:1].partner_id.message_notify(
            partner_ids=users[:1].partner_id.ids,
            subject=self.env._("Collections: please set up %s", names[self.key]),
            body=self.advice,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s was asked.", users[:1].name),
            },
        }

    def _open_settings(self):
        return self.env["collection.settings"].action_open()

    def _open_holds(self):
        return self.env["collection.hold.test"].action_open()

    def _open_replies(self):
        action = self._action("base_setup.action_general_configuration")
        action["context"] = {"module": "general_settings", "bin_size": False}
        return action

    def _open_address(self):
        return self.checklist_id.company_id._get_records_action()

    def _open_mail_server(self):
        return self._action("base.action_ir_mail_server_list")

    def _open_holidays(self):
        return self._action("resource.action_resource_calendar_leave_tree")

    def _open_strategy(self):
        strategy = self.checklist_id.company_id.collection_strategy_id
        if strategy:
            return strategy._get_records_action()
        return self._action("collection_followup.collection_strategy_action")

    def _open_bank(self):
        company = self.checklist_id.company_id
        company.action_collection_bank_confirmed()
        self.done = True
        return True

    def _open_live(self):
        self.checklist_id.company_id.action_collection_confirm_database()
        self.done = True
        return True

    def _open_opening(self):
        return self._action("collection_followup.collection_opening_action")

    def _open_collectors(self):
        action = self._action("collection_followup.collection_case_action")
        action["context"] = {"search_default_open": 1, "search_default_nobody": 1}
        return action

    def _action(self, name):
        return self.env["ir.actions.actions"]._for_xml_id(name)
