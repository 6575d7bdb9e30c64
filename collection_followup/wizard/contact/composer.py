from odoo import api, fields, models
from odoo.tools.mail import email_normalize_all


class MailComposeMessage(models.TransientModel):
    """A message to many debtors at once asks the guards, too."""

    _inherit = "mail.compose.message"

    collection_stop_words = fields.Char(
        compute="_compute_collection_stop_words",
        help="Why the customer must not be written to.",
    )

    @api.depends("model", "res_ids")
    def _compute_collection_stop_words(self):
        for composer in self:
            res_ids = composer._evaluate_res_ids()
            stops = composer._collection_documents(res_ids)._collection_stops()
            words = dict.fromkeys(stops.values())
            composer.collection_stop_words = " ".join(words) or False

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        # EXTENDS 'mail': one for each debtor, not posted through the thread
        self._collection_threads(res_ids)._check_may_post()
        self._collection_cases(res_ids)._check_contacts("email")
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)

    def _manage_mail_values(self, mail_values_all):
        # EXTENDS 'mail': only here it is known who gets each of them
        if self.composition_mode == "mass_mail":
            for res_id, values in mail_values_all.items():
                case = self._collection_cases([res_id])
                receivers = self._receivers(values) if case else []
                for _row, person in case._outside_recipients(receivers):
                    case._check_contacts("email", {case: person})
            for document in self._collection_documents(list(mail_values_all)):
                receivers = self._receivers(mail_values_all[document.id])
                document._collection_mind_stops(receivers)
        return super()._manage_mail_values(mail_values_all)

    @api.model
    def _receivers(self, values):
        """Who gets one mail, as threads know recipients."""
        known = [command[1] for command in values.get("recipient_ids") or ()]
        typed = email_normalize_all(values.get("email_to") or "")
        return [
            *({"id": key, "email_normalized": ""} for key in known),
            *({"id": False, "email_normalized": email} for email in typed),
        ]

    def _collection_threads(self, res_ids):
        """Those of these records from which debtors are written to, if any."""
        cases = self.env["collection.case"]
        guarded = self.env.registry["collection.guarded.thread"]
        records = self.env[self.model] if self.model else cases
        return records.browse(res_ids) if isinstance(records, guarded) else cases

    def _collection_documents(self, res_ids):
        """Those of these records that are documents of customers, if any."""
        kind = self.env.registry["collection.stop.elsewhere"]
        records = self.env[self.model] if self.model else self.env["account.move"]
        if not isinstance(records, kind):
            return self.env["account.move"]
        return records.browse(res_ids)

    def _collection_cases(self, res_ids):
        """The cases of the debtors whom these records are about, if any."""
        return self._collection_threads(res_ids)._guarded_case()
