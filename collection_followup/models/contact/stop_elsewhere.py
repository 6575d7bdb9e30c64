from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionStopElsewhere(models.AbstractModel):
    """Invoices and orders: whoever writes from them hears of a stop.

    Insolvency, a lawyer, "do not contact", or what one person asked for. As the
    setting says people are warned or refused; what machines write goes its way.
    """

    _name = "collection.stop.elsewhere"
    _description = "Document of a customer who may not be written to"

    collection_stop_words = fields.Char(
        string="Do not write",
        compute="_compute_collection_stop_words",
        compute_sudo=True,  # words for whoever writes, from cases that he cannot see
        groups="base.group_user",
    )

    def _compute_collection_stop_words(self):
        words = self._collection_stops()
        for document in self:
            document.collection_stop_words = words.get(document, False)

    def _collection_customer(self):
        """The debtor of a document, or none where nobody owes us."""
        return self.env["res.partner"]

    def _collection_stop_cases(self):
        """The cases of the customers of these documents: {document: case}."""
        keys = {
            document: (document._collection_customer(), document.company_id.root_id)
            for document in self
        }
        # whoever writes from an invoice or order sees no cases: only words come out
        cases_sudo = self.env["collection.case"].sudo()
        cases = cases_sudo.search(
            [
                (
                    "partner_id",
                    "in",
                    [customer.id for customer, _root in keys.values()],
                ),
                ("company_id", "in", [root.id for _customer, root in keys.values()]),
            ]
        )
        found = {(case.partner_id.id, case.company_id.id): case for case in cases}
        return {
            document: found[customer.id, root.id]
            for document, (customer, root) in keys.items()
            if (customer.id, root.id) in found
        }

    def _collection_stops(self, channel="email"):
        """What speaks against writing to these customers: {document: words}."""
        cases = self._collection_stop_cases()
        # cases of above, and none of them where there is none
        asked = self.env["collection.case"].sudo().union(*cases.values())
        verdicts = asked._contact_verdicts(channel) if asked else {}
        return {
            document: case._contact_words(verdicts[case])
            for document, case in cases.items()
            if verdicts[case].hard
        }

    # ------------------------------------------------------------------ messages

    def _collection_mind_stops(self, recipients):
        """Warn or refuse, as the setting says, when one of them must not be written to.

        :param recipients: as ``_notify_get_recipients`` answers them
        :raise UserError: in words, where the setting says so
        """
        case = self._collection_stop_cases().get(self)
        if not case:
            return
        words = {
            case._contact_words(verdict)
            for _row, person in case._outside_recipients(recipients)
            if (verdict := case._contact_verdict("email", person)).hard
        }
        if words:
            self._collection_warn_or_refuse("\n".join(sorted(words)))

    def _collection_warn_or_refuse(self, words):
        """Say why this customer must not be written to.

        :raise UserError: where the setting says so
        """
        # a setting of the main company, for which he need not work
        if self.company_id.root_id.sudo().collection_stop_elsewhere == "stop":
            raise UserError(
                self.env._(
                    "%(customer)s must not be written to. %(why)s Write a note "
                    "instead, or have the stop lifted on the collection case.",
                    customer=self._collection_customer().display_name,
                    why=words,
                )
            )
        self.env.user._bus_send(
            "simple_notification",
            {
                "title": self._collection_customer().display_name,
                "message": words,
                "type": "warning",
                "sticky": True,
            },
        )


class MailThread(models.AbstractModel):
    """What people write by hand below an invoice or order minds the stops."""

    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # EXTENDS 'mail': the class is asked, since threads come first in each model
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        documents = self.env.registry["collection.stop.elsewhere"]
        kind = (msg_vals or {}).get("message_type", message.message_type)
        if (
            kind == "comment"
            and isinstance(self, documents)
            and len(self) == 1
            and self.env.user._is_internal()
        ):
            self._collection_mind_stops(recipients)
        return recipients


class AccountMove(models.Model):
    """Invoices are documents of customers."""

    _name = "account.move"
    _inherit = ["account.move", "collection.stop.elsewhere"]

    def _collection_customer(self):
        if not self.is_sale_document(include_receipts=True):
            return self.env["res.partner"]
        return self.commercial_partner_id


class SaleOrder(models.Model):
    """So are orders."""

    _name = "sale.order"
    _inherit = ["sale.order", "collection.stop.elsewhere"]

    def _collection_customer(self):
        return (self.partner_invoice_id or self.partner_id).commercial_partner_id


class AccountMoveSend(models.AbstractModel):
    """Odoo's own Send of an invoice, one or many."""

    _inherit = "account.move.send"

    @api.model
    def _get_alerts(self, moves, moves_data):
        # EXTENDS 'account': an alert of the level danger is a refusal there
        alerts = super()._get_alerts(moves, moves_data)
        written = moves.filtered(
            lambda move: set(moves_data[move].get("sending_methods") or ()) - {"manual"}
        )
        words = written._collection_stops()
        if words:
            # settings of main companies, for which whoever sends need not work
            roots_sudo = written.company_id.root_id.sudo()
            settings = roots_sudo.mapped("collection_stop_elsewhere")
            alerts["collection_stop"] = {
                "level": "danger" if "stop" in settings else "warning",
                "message": "\n".join(
                    f"{move.commercial_partner_id.display_name}: {why}"
                    for move, why in words.items()
                ),
            }
        return alerts
