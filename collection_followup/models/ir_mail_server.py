import smtplib
from contextlib import contextmanager

from odoo import api, models

# what smtplib says when it knows that nothing was handed over
NOT_CONNECTED = "run connect() first"


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
    def send_email(self, message, *args, **kwargs):
        delivery = self.env.context.get("collection_delivery")
        if not delivery:
            return super().send_email(message, *args, **kwargs)
        with delivery.attempt():
            return super().send_email(message, *args, **kwargs)
