from functools import cached_property

from odoo.http import request

from ...report.notice.how_to_pay import Asked, HowToPay
from .choice import Choice


class AccountPage:
    """The account of one debtor as a visitor may see it.

    :param case_sudo: the case, access checked by whoever makes the page
    :param notice_sudo: the notice through which he came or the last one; may be empty
    :param url: the address of the page, without language and host
    """

    def __init__(self, case_sudo, notice_sudo, url):
        self.case = case_sudo
        self.notice = notice_sudo
        self.url = url
        self.company = notice_sudo.company_id or case_sudo.company_id
        self.today = self.company._collection_today()

    @property
    def debtor(self):
        """The commercial partner who owes."""
        return self.case.partner_id

    @property
    def lang(self):
        """The language in which the debtor is written to."""
        return self.notice.lang or self.debtor.lang

    @property
    def is_member(self):
        """Tell whether the visitor is logged in and belongs to the debtor."""
        user = request.env.user
        own = user.partner_id.commercial_partner_id
        return not user._is_public() and own == self.debtor

    @property
    def payer(self):
        """Who pays: the contact who is logged in, else the debtor himself."""
        # a visitor may read of himself less than a payment needs
        return request.env.user.partner_id.sudo() if self.is_member else self.debtor

    @property
    def collector(self):
        """Whom to ask: the collector, or the company."""
        user = self.notice.user_id or self.case.user_id
        user = user._collection_at_work(self.case, self.company)
        return user.partner_id or self.company.partner_id

    @property
    def phone(self):
        """The number to call with questions."""
        return self.collector.phone or self.company.phone

    @property
    def email(self):
        """The address to write to with questions."""
        return self.collector.email or self.company.email

    # ---------------------------------------------------------------------- account

    @cached_property
    def sections(self):
        """What is owed today, by currency; nothing once the case is settled."""
        if self.case.state != "open":
            return []
        return self.case._portal_sections(self.today)

    @property
    def takes_money(self):
        """Tell whether ways to pay are shown."""
        return self.case._portal_takes_money()

    @property
    def total_in_transit(self):
        """The payments that have not arrived yet: list of (amount, currency)."""
        sums = ((section.in_transit, section.currency) for section in self.sections)
        return [(amount, currency) for amount, currency in sums if amount > 0]

    def online(self, section):
        """Tell whether what is due in a currency can be paid online."""
        choice = self.choose(section.currency.id)
        return bool(choice.rows and choice.payer_fits and choice.ways()[1])

    def choose(self, currency_id, line_ids=()):
        """What the debtor chose to pay in a currency."""
        section = next((s for s in self.sections if s.currency.id == currency_id), None)
        # an empty one where nothing is chosen, with the rights of the others
        currency = section.currency if section else request.env["res.currency"].sudo()
        rows = self.case._portal_choice(section, set(line_ids)) if section else []
        return Choice(self, currency, rows)

    def invoice(self, move_id):
        """One of the invoices that the page shows, or nothing."""
        rows = (row for section in self.sections for row in section.rows)
        return next(
            (row.line.move_id for row in rows if row.online and row.move_id == move_id),
            None,
        )

    def bank(self, section):
        """How to pay a currency by transfer."""
        rows = section.due or section.coming
        company = self.case._portal_company(rows)
        asked = [
            Asked(row.to_pay, section.currency, row.line.move_id, row.line.move_id.name)
            for row in rows
        ]
        ours = self.case._portal_prefix(self.notice)
        return HowToPay(company, self.debtor, asked, ours)

    def message(self, tx_id):
        """The transaction from which the visitor comes back, if it is of this case."""
        # nobody reads transactions; whose it is is looked at below
        tx_sudo = request.env["payment.transaction"].sudo().browse(tx_id or 0).exists()
        own = tx_sudo.collection_case_id == self.case and tx_sudo
        return own if own and tx_sudo.state != "draft" else None
