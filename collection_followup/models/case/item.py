from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionCase(models.Model):
    """The items of a case, steered by hand: their level, and what is left out."""

    _inherit = "collection.case"

    def action_set_level(self):
        """Ask how far the debtor was reminded of each item already."""
        self.ensure_one()
        return self._wizard("collection.level", self.env._("Change level"))

    def action_skip_once(self):
        """Ask which items the next notice leaves out."""
        self.ensure_one()
        return self._wizard("collection.leave.out", self.env._("Exclude items"))

    def _open_lines(self):
        """The open items of this debtor that follow-up may speak about."""
        self.ensure_one()
        lines = self.env["account.move.line"]
        rows = lines._read_open_items(self.company_id, self.partner_id)
        return lines.browse(
            [row.line_id for row in rows if row.chased and row.residual > 0]
        )

    def _check_own_lines(self, lines):
        """Refuse journal items that are not open items of this debtor."""
        if lines - self._open_lines():
            raise UserError(
                self.env._(
                    "Some of these items are paid by now, or belong to somebody else: "
                    "open the window again."
                )
            )

    def _set_level(self, stages, sent_on, reason):
        """Set the level of items by hand; the reason stays in the thread.

        :param stages: {journal item: stage, or an empty one for "never reminded"}
        :param sent_on: the day on which the debtor was reminded
        :param reason: how we know, in words
        """
        self.check_access("write")
        self.ensure_one()
        reason = self._words(reason)
        lines = self.env["account.move.line"].union(*stages)
        self._check_levels(lines, stages, sent_on)
        items = self._items(lines)
        before = {line: items[line].stage_id for line in stages}
        levels = self.env["collection.item"].sudo()  # rights were checked above
        levels._set_levels(
            [
                (line.id, stage.id or None, sent_on, reason)
                for line, stage in stages.items()
            ]
        )
        self._say(partial(self._level_words, stages, before, reason))
        self._look_again()

    def _check_levels(self, lines, stages, sent_on):
        """Refuse a day in the future, and stages of other strategies."""
        if not stages:
            raise UserError(self.env._("Change the level of at least one item."))
        if not sent_on or sent_on > self.company_id._collection_today():
            raise UserError(
                self.env._(
                    "Say on which day the customer was reminded: today or earlier."
                )
            )
        self._check_own_lines(lines)
        known = self.strategy_id.stage_ids
        foreign = self.env["collection.stage"].union(*stages.values()) - known
        if foreign:
            raise UserError(
                self.env._(
                    "%(names)s: not a stage of the strategy of this case.",
                    names=", ".join(foreign.mapped("display_name")),
                )
            )

    def _items(self, lines):
        """What collections knows of journal items: {journal item: item or empty}."""
        items = self.env["collection.item"].sudo()  # a branch's items count too
        found = items.search([("line_id", "in", lines.ids)])
        by_line = {item.line_id.id: item for item in found}
        return {line: by_line.get(line.id, items) for line in lines}

    @api.model
    def _level_words(self, stages, before, reason, env):
        """One line of text for each item whose level was set by hand."""
        nothing = env._("not reminded")
        changes = [
            env._(
                "%(item)s: from %(old)s to %(new)s",
                item=line.sudo().display_name,  # a branch's items have names too
                old=before[line].with_env(env).name or nothing,
                new=stage.with_env(env).name or nothing,
            )
            for line, stage in stages.items()
        ]
        return "\n".join([env._("Level changed manually: %s", reason), *changes])

    def _leave_out(self, choices, reason):
        """Leave items out of the next notice, or until somebody decides.

        :param choices: {journal item: ``once``, ``decided`` or nothing}
        :param reason: why, in words
        """
        self.check_access("write")
        self.ensure_one()
        reason = self._words(reason)
        if not choices:
            raise UserError(self.env._("Choose at least one item."))
        self._check_own_lines(self.env["account.move.line"].union(*choices))
        items = self.env["collection.item"].sudo()  # rights were checked above
        items._set_left_out(
            [
                (line.id, how == "once", how == "decided", reason)
                for line, how in choices.items()
            ]
        )
        self._say(partial(self._choice_words, choices, reason))
        self._follow_left_out(reason)
        self._look_again()

    @api.model
    def _choice_words(self, choices, reason, env):
        """One line of text for each item that is left out or taken in again."""
        texts = {
            "once": env._("excluded from the next notice"),
            "decided": env._("excluded until decided"),
        }
        again = env._("included again")
        lines = [
            # a branch's items have names too
            f"{line.sudo().display_name}: {texts.get(how) or again}"
            for line, how in choices.items()
        ]
        return "\n".join([env._("Items excluded manually: %s", reason), *lines])

    def _follow_left_out(self, reason):
        """Whatever is left out until decided has a task; without it the task ends."""
        types = self._task_types("limitation")
        waiting = any(
            item.left_out for item in self._items(self._open_lines()).values()
        )
        if not waiting:
            self._finish_tasks(types, reason)
        elif not self._tasks(types):
            days = self.company_id.collection_decision_days
            deadline = fields.Date.add(self.company_id._collection_today(), days=days)
            self._add_task("limitation", deadline, "", reason)
