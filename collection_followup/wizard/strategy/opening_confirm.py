from dataclasses import replace
from datetime import timedelta
from functools import partial

from odoo import models
from odoo.exceptions import UserError

from ...rules.strategy.opening import opening_level
from ...sentences import house, say_amount, say_date

NAMED = 5


class CollectionOpening(models.TransientModel):
    """Confirming the opening position: levels are set, old debt gets its task."""

    _inherit = "collection.opening"

    def action_confirm(self):
        """Set the levels, warn of old debt, and let notices go from now on."""
        self._check_manager()
        self.ensure_one()
        if self.state != "debtors":
            raise UserError(self.env._("Go through the opening balances first."))
        root = self.company_id
        today = root._collection_today()
        self._check_lines(today)
        overdue = self._read_overdue(today)
        self._set_levels(overdue, today)
        self._leave_old_out(overdue, today)
        self._note_opened(today)
        self.state = "done"
        return self._goodbye()

    # ------------------------------------------------------------------- checks

    def _check_lines(self, today):
        """Refuse stern stages that nobody vouches for, and days that cannot be."""
        for wrong, lines in self.line_ids.grouped(
            lambda line: line._wrong(today)
        ).items():
            if wrong:
                names = lines[:NAMED].partner_id.mapped("display_name")
                if len(lines) > NAMED:
                    more = len(lines) - NAMED
                    names.append(self.env._("%(count)s more", count=more))
                raise UserError(self._complaint(wrong, ", ".join(names)))

    def _complaint(self, wrong, names):
        """What is wrong with some debtors, in words."""
        return {
            "half": self.env._(
                "Say both how and when these customers were reminded: %(names)s.",
                names=names,
            ),
            "stern": self.env._(
                "Say how and when these customers were reminded, or let them begin "
                "lower: %(names)s.",
                names=names,
            ),
            "day": self.env._(
                "A reminder comes after the oldest due date, and not after today: "
                "%(names)s.",
                names=names,
            ),
            "strategy": self.env._(
                "These customers got a stage of another strategy: %(names)s.",
                names=names,
            ),
        }[wrong]

    # ------------------------------------------------------------------- levels

    def _set_levels(self, overdue, today):
        """Set the level of every overdue item, in one statement."""
        lines = {line.partner_id.id: line for line in self.line_ids}
        empty = self.env["collection.opening.line"]
        rows = []
        for debtor, items in overdue:
            line = lines.get(debtor.key, empty)
            for item in items:
                if debtor.strategy and not self._is_old(item, today):
                    rows += self._level_row(line, debtor.strategy, item, today)
        items = self.env["collection.item"].sudo()  # managers were checked above
        items._set_levels(rows)

    def _level_row(self, line, strategy, item, today):
        """The level of one item as a row for ``_set_levels``, or nothing."""
        level = self._level(line, strategy, item, today)
        if level is None:
            return []
        env = house(self.company_id)
        note = env._("Go-live review")
        if level.sent_on:
            how = dict(line._fields["told_by"]._description_selection(env))
            note = env._("Go-live review: %(how)s", how=how[line.told_by])
        return [(item.key, level.stage_key, level.sent_on, note)]

    def _level(self, line, strategy, item, today):
        """The level of one item; a debtor who came after the start goes by age.

        An item that fell due after the reminder was not in it, so that it goes by
        age too. None for "not reminded yet".
        """
        by_age = opening_level((today - item.due).days, strategy)
        if not line:
            return by_age
        if not line.stage_id:
            return None
        top = int(line.stage_id.severity)
        if line._is_told() and item.due < line.told_on:
            return opening_level(0, strategy, top, line.told_on)
        if by_age is None or by_age.severity <= top:
            return by_age
        # lower than its age would allow: as far as the manager said
        told = opening_level(0, strategy, top, today)
        return told and replace(told, sent_on=None)

    # ----------------------------------------------------------------- old debt

    def _leave_old_out(self, overdue, today):
        """Leave old debt out of automatic steps, with a task for each debtor."""
        old = {}
        for debtor, items in overdue:
            found = [item for item in items if self._is_old(item, today)]
            if found:
                old[debtor.key] = found
        why = house(self.company_id)._("Old debt: may be barred by limitation")
        items = self.env["collection.item"].sudo()  # managers were checked above
        items._set_left_out(
            [(item.key, False, True, why) for found in old.values() for item in found]
        )
        self._warn_of_limitation(old, today)

    def _warn_of_limitation(self, old, today):
        """Open a task for each debtor with old debt."""
        cases = self.env["collection.case"].sudo()  # whoever collects them
        cases = cases.search(
            [("company_id", "=", self.company_id.id), ("partner_id", "in", list(old))]
        )
        deadline = today + timedelta(days=self.company_id.collection_decision_days)
        cases._quietly()._add_tasks(
            "limitation",
            [
                (
                    case,
                    deadline,
                    "",
                    partial(self._limitation_note, old[case.partner_id.id]),
                    None,
                )
                for case in cases
            ],
        )

    def _limitation_note(self, items, env):
        """What is old, and what to do about it, in the language of whoever does it."""
        oldest = min(item.due for item in items)
        amount = sum(item.open_company for item in items)
        return env._(
            "%(amount)s has been due for more than %(years)s years, the oldest since "
            "%(due)s. It may be barred by limitation: ask a lawyer before it is "
            "demanded. Until then no notice mentions it. Decide with “Exclude items” "
            "on the case: include the items again, or have them written off.",
            amount=say_amount(env, amount, self.currency_id),
            years=self.limitation_years,
            due=say_date(env, oldest),
        )

    # ------------------------------------------------------------------ the end

    def _note_opened(self, today):
        """Let notices go from now on, and keep who said so."""
        root = self.company_id.sudo()  # credit managers do not write companies
        root.collection_opened_on = today
        env = house(root)
        root._message_log(
            body=env._(
                "Collections: go-live review confirmed, %(debtors)s customers, "
                "%(overdue)s overdue.",
                debtors=self.debtors,
                overdue=say_amount(env, self.overdue, self.currency_id),
            )
        )
        self.env["collection.event"]._mark_all(root)

    def _goodbye(self):
        """Say what comes next and show the worklist."""
        worklist = "collection_followup.collection_case_action"
        next_action = self._show()
        if self.env.ref(worklist, raise_if_not_found=False):
            next_action = self.env["ir.actions.act_window"]._for_xml_id(worklist)
        return self.env["collection.case"]._notify(
            self.env._(
                "The go-live review is confirmed. Look at a dry run next: it shows "
                "who would get what today."
            ),
            "success",
            next_action,
        )
