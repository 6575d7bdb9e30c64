from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...rules.hold.hold_facts import Cause
from ...sentences import house, say_date

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

    # ------------------------------------- the values of a hold that a person sets

    @api.model
    def _by_hand(self, root, effect, note, until):
        """Values of a hold set by hand, with its reason in words."""
        speaker = self._speaker(root)
        causes = (Cause("manual", effect),)
        return {
            "effect": effect,
            "manual": True,
            "manual_effect": effect,
            "note": note,
            "until": until,
            "reason": speaker.why(causes, note),
            "reason_code": "manual",
            "causes": speaker.short(["manual"]),
            "frees": speaker.frees(causes, 0.0, until),
            "user_id": self.env.uid,
        }


class CollectionCase(models.Model):
    """Holds that people set: a manager at once, a collector as a proposal."""

    _inherit = "collection.case"

    @api.model
    def _case_of(self, partners, company):
        """The cases of debtors, made where there is none yet.

        Somebody may be put on hold, or be let off a limit, who owes nothing.

        :param partners: any partners; their commercial partners are the debtors
        :param company: any company of the tree
        """
        root, debtors = company.root_id, partners.commercial_partner_id
        cases = self.sudo().with_context(active_test=False)  # only found or made here
        found = cases.search(
            [("company_id", "=", root.id), ("partner_id", "in", debtors.ids)]
        )
        found |= cases.create(
            [
                {"partner_id": debtor.id, "company_id": root.id, "state": "closed"}
                for debtor in debtors - found.partner_id
            ]
        )
        return found.with_env(self.env)

    def _hold(self, effect, reason, until=None, stop_trading=False):
        """Put these debtors on hold by hand.

        What a collector asks for is proposed to the credit manager; a manager sets
        it at once.

        :param effect: ``cod``, ``prepay`` or ``block``
        :param reason: why, in words
        :param until: the last day, or no end
        :param stop_trading: no new orders, without end
        :return: the holds
        """
        self.check_access("write")
        reason = self._words(reason)
        state = "active" if self._is_credit_manager() else "proposed"
        self._check_hold(state, until)
        if stop_trading:
            effect, until = "block", None
        holds = self.env["collection.hold"].sudo()  # rights were checked above
        made = holds.browse()
        for root, cases in self.sudo().grouped("company_id").items():
            values = holds._by_hand(root, effect, reason, until)
            values |= {"state": state, "stop_trading": stop_trading}
            made |= cases._replace_holds(root, values)
        if state == "active":
            self._look_again()
        return made.with_env(self.env)

    def _replace_holds(self, root, values):
        """Set holds in the place of those that stand in the same state."""
        holds, today = self.env["collection.hold"], root._collection_today()
        standing = holds._standing(root, self.partner_id, values["state"])
        text = house(root)._("Replaced by a hold set manually.")
        old = holds.union(*standing.values())
        holds._close_all({text: old}, today)
        old._finish_proposals()
        news = {
            case.partner_id.id: [
                values
                | {"replaces_id": standing.get(case.partner_id.id, holds).id or False}
            ]
            for case in self
        }
        return holds._set_all(root, news)

    def _check_hold(self, state, until):
        """Refuse a hold that cannot be, with what to do instead."""
        if state == "proposed" and not all(
            self.company_id.sudo().mapped("collection_hold_propose")  # a setting
        ):
            raise UserError(
                self.env._("Only a credit manager puts customers on hold here.")
            )
        exempt = self.filtered("hold_exempt")
        if exempt:
            raise UserError(
                self.env._(
                    "These customers are exempt from holds: %(names)s. A credit "
                    "manager can change that on the case.",
                    names=", ".join(exempt.mapped("display_name")),
                )
            )
        today = max(company._collection_today() for company in self.company_id)
        if until and until < today:
            raise UserError(
                self.env._(
                    "The last day of the hold, %(until)s, is over: choose a later one.",
                    until=say_date(self.env, until),
                )
            )

    def _is_credit_manager(self):
        """Tell whether the user decides on holds; sudo and context grant nothing."""
        return self.env.user.has_group("collection_followup.group_collection_manager")
