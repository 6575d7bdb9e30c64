from odoo import api, fields, models
from odoo.tools import format_date

from .collection_notice_words import CLAIMED

RESTING = ("disputed", "promised")
MOST_ACCOUNTS = 2


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
        self.ensure_one()
        notice_sudo = self.sudo()  # mails and tokens are closed to collectors
        if not self.id:
            return ""
        if notice_sudo.mail_ids:
            return notice_sudo.mail_ids[:1].body_html
        lang = notice_sudo._words_lang()
        speaking = notice_sudo.with_context(lang=lang)
        if speaking._has_words():
            return speaking._mail_body()
        filled, wrong = speaking._stage_words()
        return speaking._mail_body(filled[speaking]) if filled else next(iter(wrong))

    # --------------------------------------------------------------------- body

    def _mail_body(self, words=None):
        """The whole e-mail, in the language of the environment.

        :param words: subject, opening and closing; those of the notice when left out
        """
        self.ensure_one()
        values = self._mail_body_values(words or self)
        return self.env["ir.qweb"]._render("collection_followup.mail_notice", values)

    def _mail_body_values(self, words):
        """What the mail template and nobody else needs, texts ready to be shown."""
        contact = self.contact_id or self.partner_id
        author = self._author()
        return {
            "notice": self,
            "company": self.company_id,
            "lang": (self.env.lang or "en_US").split("_")[0],
            "salutation": self._salutation(str(words["opening"] or "")),
            "contact": contact,
            "opening": words["opening"],
            "closing": words["closing"],
            "groups": self._item_groups(),
            "resting": self._resting_rows(),
            "pay_by": format_date(self.env, self.pay_by) if self.pay_by else "",
            "reference": self._payment_reference(),
            "accounts": self._accounts_to_show(),
            "link": self._portal_url(),
            "author": author,
            "phone": author.phone or self.company_id.phone or "",
            "foot": self._foot_lines(),
            "button_color": self.company_id.email_secondary_color or "#875A7B",
            "button_text_color": self.company_id.email_primary_color or "#FFFFFF",
        }

    def _foot_lines(self):
        """Address and contacts of the company, what is empty left out."""
        company = self.company_id
        place = " ".join(filter(None, (company.zip, company.city)))
        address = (company.name, company.street, place, company.country_id.name)
        contacts = (company.phone, company.email, company.website, company.vat)
        return [[text for text in line if text] for line in (address, contacts)]

    def _salutation(self, opening):
        """How the receiver is greeted; empty when the words of the stage greet him."""
        contact = self.contact_id or self.partner_id
        if contact.name and contact.name in opening:
            return ""
        if contact.is_company or not contact.name:
            return self.env._("Dear Sir or Madam,")
        return self.env._("Dear %(name)s,", name=contact.name)

    def _item_groups(self):
        """The claimed items by currency, with their sum, amounts in words."""
        claimed = self.line_ids.filtered(lambda line: line.part in CLAIMED)
        groups = []
        for currency, lines in claimed.grouped("currency_id").items():
            ordered = lines.sorted(
                lambda line: (CLAIMED.index(line.part), line.date_due)
            )
            groups.append(
                {
                    "currency": currency.name,
                    "parts": [
                        {"part": part, "rows": [self._row(line) for line in rows]}
                        for part, rows in ordered.grouped("part").items()
                    ],
                    "total": self._money(self._totals()[currency], currency),
                    "show_open": any(
                        currency.compare_amounts(line.amount_open, line.amount_to_chase)
                        for line in lines
                    ),
                    "show_reference": any(lines.mapped("customer_reference")),
                }
            )
        return groups

    def _row(self, line):
        """One item as the receiver reads it."""
        return {
            "number": line.name or "",
            "reference": line.customer_reference or "",
            "date": format_date(self.env, line.date_invoice)
            if line.date_invoice
            else "",
            "due": format_date(self.env, line.date_due) if line.date_due else "",
            "late": line.days_late if line.days_late > 0 else "",
            "open": self._money(line.amount_open, line.currency_id),
            "to_pay": self._money(line.amount_to_chase, line.currency_id),
        }

    def _resting_rows(self):
        """The items that are shown but not claimed now, with the reason."""
        lines = self.line_ids.filtered(lambda line: line.part in RESTING)
        names = dict(lines._fields["part"]._description_selection(self.env))
        return [{**self._row(line), "why": names[line.part]} for line in lines]

    # ------------------------------------------------------------- ways to pay

    def _accounts_to_show(self):
        """The bank accounts of the company that fit the currencies of the notice."""
        accounts = self._company_accounts()
        currencies = self.line_ids.filtered(
            lambda line: line.part in CLAIMED
        ).currency_id
        own = self.company_id.currency_id
        fitting = accounts.filtered(lambda a: (a.currency_id or own) in currencies)
        return (fitting or accounts)[:MOST_ACCOUNTS]

    def _company_accounts(self):
        """The bank accounts on which the company takes money."""
        cache = self.env.cr.cache.setdefault("collection_accounts", {})
        if self.company_id.id not in cache:
            cache[self.company_id.id] = self._read_company_accounts().ids
        accounts_sudo = self.env["res.partner.bank"].sudo()  # shown to the debtor
        return accounts_sudo.browse(cache[self.company_id.id])

    def _read_company_accounts(self):
        """The accounts of the bank journals, else those of the company itself."""
        company_sudo = self.company_id.sudo()  # whoever writes may not see the banks
        Journal = company_sudo.env["account.journal"]
        journals = Journal.search(
            [
                *Journal._check_company_domain(company_sudo),
                ("type", "=", "bank"),
                ("bank_account_id", "!=", False),
            ]
        )
        return journals.bank_account_id or company_sudo.partner_id.bank_ids
