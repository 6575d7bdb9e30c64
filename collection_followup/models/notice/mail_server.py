import re
import smtplib
from contextlib import contextmanager

from odoo import api, models

# what smtplib says when it knows that nothing was handed over
NOT_CONNECTED = "run connect() first"
# whatever ends a line for somebody on the way; no mail with one in a header leaves
LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")


def one_line(value):
    """A value of a mail header, or several, without line ends."""
    if isinstance(value, str):
        return LINE_ENDS.sub(" ", value)
    if isinstance(value, list | tuple):
        return [one_line(one) for one in value]
    if isinstance(value, dict):
        return {name: one_line(one) for name, one in value.items()}
    return value


class Delivery:
    """What became of the mails of one chunk, outside of any transaction.

    A rollback after the handover must not make us forget that a mail has left.
    """

    def __init__(self):
        self.current = None  # id of the mail that is being handed over
        self.doubtful = set()  # handed over, no answer
        self.accepted = set()

    @contextmanager
    def attempt(self):
        """Watch the handover of the current mail to the mail server."""
        self.doubtful.add(self.current)
        try:
            yield
        except smtplib.SMTPServerDisconnected as error:
            if NOT_CONNECTED in str(error):
                self.doubtful.discard(self.current)
            raise
        except Exception:
            self.doubtful.discard(self.current)  # it was refused, in words
            raise
        self.doubtful.discard(self.current)
        self.accepted.add(self.current)


class IrMailServer(models.Model):
    """Remember at the very moment of the handover that a notice has left."""

    _inherit = "ir.mail_server"

    @api.model
    def _build_email__(self, email_from, email_to, subject, body, *args, **kwargs):
        # EXTENDS 'base': a name with a line end in it stops no mail and adds no header
        for name in {"email_cc", "email_bcc", "reply_to", "headers"} & kwargs.keys():
            kwargs[name] = one_line(kwargs[name])
        if files := kwargs.get("attachments"):
            kwargs["attachments"] = [(one_line(file[0]), *file[1:]) for file in files]
        return super()._build_email__(
            one_line(email_from),
            one_line(email_to),
            one_line(subject),
            body,
            *args,
            **kwargs,
        )

    @api.model
    def send_email(self, message, *args, **kwargs):
        delivery = self.env.context.get("collection_delivery")
        if not delivery:
            return super().send_email(message, *args, **kwargs)
        with delivery.attempt():
            return super().send_email(message, *args, **kwargs)
