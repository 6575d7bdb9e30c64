import base64
import secrets
from datetime import timedelta

from odoo import api, models
from odoo.tools import consteq

# the longest that a link lives; a debt that is older gets a newer notice
LINK_DAYS = 400
TOKEN_BYTES = 16
LARGEST_ID = 2**31 - 1


class CollectionNotice(models.Model):
    """The page, without login, that shows what is owed and takes payments."""

    _inherit = "collection.notice"

    def _portal_url(self):
        """The address of the page, to be put into letters and e-mails."""
        self.ensure_one()
        return f"{self.company_id.get_base_url()}{self._portal_path()}"

    def _portal_path(self):
        self.ensure_one()
        if not self.id:  # a preview: there is nothing to open
            return "/my/collections/0/preview"
        return f"/my/collections/{self.id}/{self._ensure_token()}"

    def _ensure_token(self):
        """The secret of the page, made at first need.

        Letters and digits that nobody confuses on paper.
        """
        self.ensure_one()
        notice_sudo = self.sudo()  # the token is nobody's to read
        if not notice_sudo.access_token and self.env.cr.readonly:
            return "preview"  # looking at a notice writes nothing
        if not notice_sudo.access_token:
            secret = base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode()
            quiet = notice_sudo.with_context(tracking_disable=True)
            quiet.access_token = secret.rstrip("=").lower()
        return notice_sudo.access_token

    @api.model
    def _portal_find(self, notice_id, token):
        """The notice that a token opens, with all rights; else an empty set.

        A wrong number and a wrong token take the same way to the same answer.
        """
        known = notice_id if notice_id <= LARGEST_ID else 0
        notice_sudo = self.sudo().browse(known).exists()  # the token is the right
        secret = notice_sudo.access_token or secrets.token_hex(TOKEN_BYTES)
        fits = consteq(secret.encode(), token.lower().encode())
        found = fits and notice_sudo._portal_is_open()
        return notice_sudo if found else notice_sudo.browse()

    def _portal_is_open(self):
        """Tell whether the link of the notice still opens its page."""
        self.ensure_one()
        left_on = self.sent_on or self.planned_on or self.create_date.date()
        last_day = left_on + timedelta(days=LINK_DAYS)
        today = self.company_id._collection_today()
        return self.state != "cancelled" and today <= last_day
