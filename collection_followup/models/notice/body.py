from odoo import api, fields, models

from ...report.notice.how_to_pay import Asked, HowToPay
from ...rules.ledger.facts import LISTED
from .sheet import Sheet, Writer


class CollectionNotice(models.Model):
    """The e-mail of a notice as one piece of HTML, and its preview."""

    _inherit = "collection.notice"

    preview_html = fields.Html(
        string="Preview",
        compute="_compute_preview_html",
        sanitize=False,
        help="The e-mail as it left, or as it would leave now.",
    )

    @api.depends(
        "subject", "opening", "closing", "line_ids", "state", "mail_ids.body_html"
    )
    def _compute_preview_html(self):
        for notice in self:
            notice.preview_html = notice._preview()

    def action_preview(self):
        """Answer the e-mail of the notice as HTML, without storing anything."""
        self.ensure_one()
        self.check_access("read")
        return str(self._preview())

    def _preview(self):
        """The e-mail as it left; as it would leave now while it has not."""
        if not self.id:
            return ""
        notice_sudo = self.sudo()  # mails and tokens are closed to collectors
        if notice_sudo.mail_ids:
            return notice_sudo.mail_ids[:1].body_html
        (speaking,) = notice_sudo._by_language()
        if speaking._has_words():
            return speaking._mail_body()
        filled, wrong = speaking._stage_words()
        return speaking._mail_body(filled[speaking]) if filled else next(iter(wrong))

    # --------------------------------------------------------------------- body

    def _mail_body(self, words=None):
        """The whole e-mail, in the language of the environment.

        :param words: subject, opening and closing; those of the notice when left out
        """
        sheet = Sheet(self, Writer(self.env))
        values = self._mail_body_values(words or self, sheet)
        return self.env["ir.qweb"]._render("collection_followup.mail_notice", values)

    def _mail_body_values(self, words, sheet):
        """What the mail templates and nobody else need, texts ready to be shown."""
        self.ensure_one()
        company, author = self.company_id, self._author()
        return {
            "notice": self,
            "sheet": sheet,
            "company": company,
            "author": author,
            "phone": author.phone or company.phone or "",
            "salutation": self._salutation(str(words["opening"] or "")),
            "opening": words["opening"],
            "closing": words["closing"],
            "parts_told": self.env["collection.reader"]._told_parts(),
            "pay": self._how_to_pay(),
            "link": self._portal_url(),
            "hold": self._hold_to_tell(sheet.writer),
            "foot": self._foot_lines(),
            "lang": (self.env.lang or "en_US").split("_")[0],
            "button_color": company.email_secondary_color or "#875A7B",
            "button_text_color": company.email_primary_color or "#FFFFFF",
        }

    def _salutation(self, opening):
        """How the receiver is greeted; empty when the words of the stage greet him."""
        contact = self._receiver()
        if contact.name and contact.name in opening:
            return ""
        if contact.is_company or not contact.name:
            return self.env._("Dear Sir or Madam,")
        return self.env._("Dear %(name)s,", name=contact.name)

    def _foot_lines(self):
        """Address and contacts of the company, what is empty left out."""
        company = self.company_id
        place = " ".join(filter(None, (company.zip, company.city)))
        address = (company.name, company.street, place, company.country_id.name)
        contacts = (company.phone, company.email, company.website, company.vat)
        return [[text for text in line if text] for line in (address, contacts)]

    # ------------------------------------------------------------- ways to pay

    def _how_to_pay(self):
        """Where, and with which reference, the debtor pays what is asked for."""
        self.ensure_one()
        asked = [
            Asked(line.amount_to_collect, line.currency_id, line.move_id, line.name)
            for line in self.line_ids
            if line.part in LISTED
        ]
        ours = self.name or self.partner_id.ref
        return HowToPay(self.company_id, self.partner_id, asked, ours)
