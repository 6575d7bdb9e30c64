from odoo import fields, models
from odoo.tools import email_normalize

from ..settings.groups import COLLECTIONS


class ResPartner(models.Model):
    """Contacts remember which of their addresses came back."""

    _inherit = "res.partner"

    collection_bounced_email = fields.Char(
        string="Address that came back",
        readonly=True,
        copy=False,
        groups=COLLECTIONS,
        help="Mail to this address came back. Another address is used again at once.",
    )

    def _collection_mark_bounced(self, email):
        """Remember the address that came back, on these contacts if it is theirs."""
        address = email_normalize(email or "")
        theirs = self.filtered(lambda person: person.email_normalized == address)
        theirs.collection_bounced_email = address

    def _collection_bounced(self):
        # the hook of the addressing: was it this very address?
        self.ensure_one()
        bounced = self.collection_bounced_email
        return bool(bounced) and bounced == self.email_normalized
