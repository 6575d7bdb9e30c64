from odoo import models
from odoo.exceptions import UserError


class CollectionCase(models.Model):
    """The plain buttons of a case: send now, reply seen, address repaired."""

    _inherit = "collection.case"

    def action_send_now(self):
        """Do for this debtor what the run would do today, and show it."""
        self.check_access("write")
        self.ensure_one()
        runs = self.env["collection.run"].sudo()  # rights were checked above
        run = runs._run(self.company_id, "case", partners=self.partner_id)
        notice = self.notice_ids.filtered(
            lambda n: n.run_id == run or n.state in ("planned", "approved", "sending")
        )[:1]
        if not notice or notice.state == "cancelled":
            return self._notify(
                self.env._(
                    "Nothing is sent to %(debtor)s: %(reason)s",
                    debtor=self.partner_id.display_name,
                    reason=run.note or self.reason or "",
                ),
                "warning",
            )
        return {
            "type": "ir.actions.act_window",
            "name": notice.display_name,
            "res_model": "collection.notice",
            "res_id": notice.id,
            "view_mode": "form",
        }

    def action_reply_seen(self):
        """Somebody has read the reply: automatic steps go on."""
        self.check_access("write")
        replied = self.filtered("replied_on")
        if not replied:
            raise UserError(self.env._("There is no unread reply here."))

        def words(env):
            return env._("The reply was read.")

        replied.sudo().replied_on = False  # rights were checked above
        replied._finish_tasks(self._task_types("reply"), words)
        replied._say(words)
        replied._look_again()
        return True

    def action_repaired(self):
        """The address was corrected: notices may leave again."""
        self.check_access("write")
        bounced = self.filtered("bounced")
        if not bounced:
            raise UserError(self.env._("No notice came back here."))

        def words(env):
            return env._("The address was corrected.")

        bounced.sudo().bounced = False  # rights were checked above
        bounced._finish_tasks(self._task_types("repair"), words)
        bounced._say(words)
        bounced._look_again()
        return True
