import logging
import re

from odoo import api, models
from odoo.tools import html2plaintext

_logger = logging.getLogger(__name__)
CASE = "collection.case"
AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Mail-Autoreply")
AUTOMATIC_PRECEDENCE = ("auto_reply", "bulk", "junk")
# the last resort: machines that say it in the subject only
AUTOMATIC_SUBJECT = re.compile(
    r"^\W*(?:(?:re|aw|sv|r[ée])\s*:\s*)?(?:"
    r"auto(?:matic|mated)?[ -]?(?:reply|response|answer)"
    r"|out of (?:the )?office|away from (?:my|the) (?:office|mail)"
    r"|automatische (?:antwort|r[üu]ckantwort)|abwesenheit|abwesend"
    r"|r[ée]ponse automatique|absen(?:t|ce) du bureau|message d.absence"
    r"|respuesta autom[áa]tica|fuera de (?:la )?oficina"
    r"|risposta automatica|fuori (?:sede|ufficio)"
    r"|automatisch antwoord|afwezig)",
    re.IGNORECASE,
)


def is_automatic(message):
    """Tell whether a machine wrote an e-mail, by its headers (RFC 3834 and habits).

    :param email.message.EmailMessage message: the e-mail as it came in
    """
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    if not submitted.startswith("no"):
        return True
    if any(message.get(header) for header in AUTOMATIC_HEADERS):
        return True
    precedence = str(message.get("Precedence", "")).strip().lower()
    if precedence in AUTOMATIC_PRECEDENCE:
        return True
    if str(message.get("Return-Path", "")).strip() == "<>":
        return True
    return bool(AUTOMATIC_SUBJECT.match(str(message.get("Subject", "")).strip()))


def delivery_report(message):
    """What a delivery report says: its action and the words of the mail server.

    A receipt of reading is answered as ``displayed``; a report that says nothing
    about the action counts as ``failed``.
    """
    action, diagnosis = "failed", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/disposition-notification":
            return "displayed", ""
        if kind == "message/delivery-status":
            for block in part.get_payload():
                action = str(block.get("Action", action)).strip().lower()
                diagnosis = str(block.get("Diagnostic-Code", diagnosis))
    return action, diagnosis.partition(";")[2].strip() or diagnosis.strip()


class MailThread(models.AbstractModel):
    """What comes in for a case: whether a machine wrote it, and what bounced."""

    _inherit = "mail.thread"

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        # EXTENDS 'mail': only here the headers and the record are both known
        threads = self
        if any(route[0] == CASE for route in routes or ()):
            threads = self.with_context(collection_automatic=is_automatic(message))
        return super(MailThread, threads)._message_route_process(
            message, message_dict, routes
        )

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        # EXTENDS 'mail': say which message bounced, and what is no bounce at all
        bounced = message_dict["bounced_message"] or self._collection_answered(
            message_dict
        )
        if bounced.model != CASE:
            return super()._routing_handle_bounce(email_message, message_dict)
        action, diagnosis = delivery_report(email_message)
        if action != "failed":
            _logger.info("Report about message %s: %s", bounced.id, action)
            return None
        body = html2plaintext(message_dict.get("body") or "")
        threads = self.with_context(
            collection_bounced_id=bounced.id,
            collection_bounce_reason=(diagnosis or body)[:500],
        )
        return super(MailThread, threads)._routing_handle_bounce(
            email_message, self._collection_complete_bounce(message_dict, bounced)
        )

    @api.model
    def _collection_answered(self, message_dict):
        """The message that an incoming e-mail refers to, when nothing else says it."""
        messages_sudo = self.env["mail.message"].sudo()  # as the gateway does
        return messages_sudo.browse(message_dict.get("parent_id") or [])

    @api.model
    def _collection_complete_bounce(self, message_dict, bounced):
        """Fill in what the report left out: there is one receiver to each notice."""
        if message_dict["bounced_message"] and message_dict["bounced_email"]:
            return message_dict
        partner = bounced.notification_ids.res_partner_id[:1]
        return {
            **message_dict,
            "bounced_message": bounced,
            "bounced_partner": message_dict["bounced_partner"] or partner,
            "bounced_email": message_dict["bounced_email"] or partner.email_normalized,
        }
