from odoo import api, models


class ResUsers(models.Model):
    """Colleagues who leave: nothing is done, asked or sent in their name any more."""

    _inherit = "res.users"

    def write(self, vals):
        leaving = self.browse()
        if "active" in vals and not vals["active"]:
            leaving = self.filtered("active")
        done = super().write(vals)
        # whoever archives a colleague sees none of the cases, disputes, notices and
        # tasks that others get, and may not write them
        leaving.sudo()._collection_hand_over()
        return done

    def action_archive(self):
        # EXTENDS: core throws away the tasks of whoever is archived, so ours go first
        self.filtered("active").write({"active": False})
        return super().action_archive()

    def _collection_at_work(self, case, company):
        """This user, or who acts in his place when he has left.

        :param case: the case that it is about, or none
        :return: the user, the collector of the case, the credit manager, or nobody
            where there was nobody
        """
        if not self or self.active:
            return self
        return case.user_id.filtered("active") or company._collection_manager()

    def _collection_hand_over(self):
        """Give what these colleagues had to others: cases, disputes, notices, tasks."""
        if not self:
            return
        cases = self.env["collection.case"].with_context(
            active_test=False, mail_auto_subscribe_no_notify=True
        )
        cases = cases.search([("user_id", "in", self.ids)])
        for company, group in cases.grouped("company_id").items():
            group.user_id = company._collection_manager()
        self._collection_hand_over_disputes()
        self._collection_hand_over_notices()
        self._collection_hand_over_tasks()

    def _collection_hand_over_disputes(self):
        """Running disputes go to whoever leads their owner."""
        disputes = self.env["collection.dispute"].search(
            [("user_id", "in", self.ids), ("state", "in", ("open", "remedy"))]
        )
        for (owner, company), group in disputes.grouped(
            lambda dispute: (dispute.user_id, dispute.company_id)
        ).items():
            group.user_id = owner._collection_superior(company)

    def _collection_hand_over_notices(self):
        """Notices that have not left are written in the name of the successor."""
        notices = self.env["collection.notice"].search(
            [("user_id", "in", self.ids), ("state", "in", ("planned", "approved"))]
        )
        for case, group in notices.grouped("case_id").items():
            group._write_in_name_of(case._responsible())

    def _collection_hand_over_tasks(self):
        """Tasks of collections go to whoever is responsible for the case now."""
        types = self.env["mail.activity.type"].search(
            [("res_model", "=like", "collection.%")]
        )
        tasks = self.env["mail.activity"].search(
            [
                ("user_id", "in", self.ids),
                "|",
                ("res_model", "=like", "collection.%"),
                ("activity_type_id", "in", types.ids),
            ]
        )
        tasks = tasks.with_context(mail_activity_quick_update=True)
        for model, group in tasks.grouped("res_model").items():
            records = self.env[model].browse(set(group.mapped("res_id")))
            heirs = {record.id: self._collection_heir(record) for record in records}
            for heir, given in group.grouped(lambda t, to=heirs: to[t.res_id]).items():
                given.user_id = heir

    @api.model
    def _collection_heir(self, record):
        """Who gets the task of a colleague who left.

        :param record: what the task is about
        """
        if record._name == "collection.dispute":
            return record.user_id
        case = record
        if record._name != "collection.case":
            case = record["case_id"] if "case_id" in record._fields else None
        if case:
            return case._responsible()
        company = record["company_id"] if "company_id" in record._fields else None
        return (company or self.env.company)._collection_manager() or self.env.user
