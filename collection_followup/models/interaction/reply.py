import logging
import re

from odoo import api, models
from odoo.tools import html2plaintext

from ...sentences import house

LONGEST_NOTE = 4000
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


class CollectionCase(models.Model):
    """What comes back by e-mail: replies of people and of machines, bounces."""

    _inherit = "collection.case"

    # ------------------------------------------------------------------ replies

    def message_update(self, msg_dict, update_vals=None):
        # EXTENDS 'mail': a reply stops the automatic steps until somebody read it
        result = super().message_update(msg_dict, update_vals)
        for case in self:
            case._hear(msg_dict)
        return result

    def _hear(self, msg_dict):
        """Log an incoming e-mail; a human reply waits for a person.

        Whether a machine wrote it stands in the context, see ``mail.thread``.
        """
        self.ensure_one()
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or [])
        if author.user_ids.filtered(lambda user: user._is_internal()):
            return  # a colleague writes into the thread
        automatic = self.env.context.get("collection_automatic")
        text = html2plaintext(msg_dict.get("body") or "").strip()[:LONGEST_NOTE]
        self.env["collection.interaction"].create(
            {
                **self._incoming("auto_reply" if automatic else "replied", author),
                "note": text or msg_dict.get("subject"),
                "notice_id": self._notice_of(msg_dict.get("parent_id")).id,
            }
        )
        if not automatic:
            self._wait_for_reader(text, msg_dict.get("email_from"))

    def _wait_for_reader(self, text, sender):
        """Hold the automatic steps and ask the collector to read the reply."""
        today = self.company_id._collection_today()
        if not self.replied_on:  # unread replies count from the first
            self.replied_on = today
        self._ask_person(
            "reply",
            today,
            lambda env: env._("Reply of %(sender)s", sender=sender or "?"),
            text,
        )
        self.env["collection.event"]._mark_partners(self.partner_id, self.company_id)

    def _notice_of(self, message_id):
        """The notice that left by a message; empty for any other message."""
        notices = self.env["collection.notice"]
        if not message_id:
            return notices
        return notices.search(
            [("case_id", "=", self.id), ("message_id", "=", message_id)], limit=1
        )

    def _incoming(self, outcome, contact):
        """The values of an interaction that came by e-mail."""
        mine = contact.commercial_partner_id == self.partner_id
        return {
            "case_id": self.id,
            "contact_id": contact.id if mine else False,
            "kind": "email",
            "direction": "in",
            "outcome": outcome,
            "date": self.company_id._collection_now(),
            "user_id": False,
        }

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # EXTENDS 'mail': a reply would be mailed back to the company that wrote
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        companies_sudo = self.env["res.company"].sudo()  # branches write as well
        tree = companies_sudo.search([("id", "child_of", self.company_id.root_id.ids)])
        ourselves = set(tree.partner_id.ids)
        return [who for who in recipients if who["id"] not in ourselves]

    # ------------------------------------------------------------------ bounces

    def _message_receive_bounce(self, email, partner):
        # EXTENDS 'mail': the notice did not arrive, its levels go back
        result = super()._message_receive_bounce(email, partner)
        message_id = self.env.context.get("collection_bounced_id")
        for case in self:
            case._receive_bounce(email, partner, case._notice_of(message_id))
        return result

    def _receive_bounce(self, email, partner, notice):
        """Give the notice back and ask for another address.

        :param notice: the notice that came back; empty when it was another message
        """
        self.ensure_one()
        said = self.env.context.get("collection_bounce_reason") or ""
        contact = partner[:1] or notice.contact_id
        log = self._incoming("bounced", contact)
        self.env["collection.interaction"].create(
            {**log, "note": said, "notice_id": notice.id}
        )
        contact._collection_mark_bounced(email)
        if notice.email_state == "bounced":
            return  # mail servers repeat themselves
        if notice:
            notice.email_state = "bounced"
            notice._give_back(
                house(self.company_id)._(
                    "The e-mail to %(address)s came back. %(said)s",
                    address=email,
                    said=said,
                )
            )
            self.bounced = True
        self._ask_repair(email, said)
        self.env["collection.event"]._mark_partners(self.partner_id, self.company_id)

    def _ask_repair(self, email, said):
        """Ask the collector for another address, with those that are known."""
        others = self._other_addresses(email)

        def note(env):
            known = env._(
                "Other addresses known: %(others)s.", others=", ".join(others)
            )
            nobody = env._("No other address of this customer is known.")
            return "\n\n".join(filter(None, (said, known if others else nobody)))

        self._ask_person(
            "repair",
            self.company_id._collection_today(),
            lambda env: env._("E-mail to %(address)s came back", address=email),
            note,
        )

    # -------------------------------------------------------------------- tasks

    def _ask_person(self, kind, today, summary, note=""):
        """Open a task for whoever is responsible; one of each kind at a time.

        :param kind: last part of the xml id of the activity type
        :param summary: as for ``_add_tasks``
        :param note: plain text, from outside; as for ``_add_tasks``
        """
        self.ensure_one()
        if not self._tasks(self._task_types(kind)):
            # the worklist shows it; an e-mail for each would be noise
            self._quietly()._add_task(kind, today, summary, note)


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


class MailTemplate(models.Model):
    """A template is sent from a thread of ours by those who may post there."""

    _inherit = "mail.template"

    def _send_check_access(self, res_ids):
        # EXTENDS 'mail': reading is enough there
        result = super()._send_check_access(res_ids)
        records = self.env[self.model].browse(res_ids)
        if isinstance(records, self.env.registry["collection.guarded.thread"]):
            records._check_may_post()
        return result
