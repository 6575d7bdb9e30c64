"""What every paper to a debtor carries: letterhead, window, date, mark."""

from functools import cached_property

from odoo.tools.image import image_data_uri

from . import paper_pdf
from .paper_format import letter_address, letter_names, sender_line


class DebtorPaper:
    """A paper of a company to one debtor, in the debtor's language.

    :param company: whose letterhead is used, a company or a branch
    :param debtor: the commercial partner
    :param number: the number by which the paper is found in the PDF
    :param today: the date of the paper
    :param paper: ``PaperFormat`` in the language of the debtor
    """

    contact = None

    def __init__(self, company, debtor, number, today, paper):
        self.company = company
        self.debtor = debtor
        self.number = number
        self.today = today
        self.paper = paper

    @property
    def lang(self):
        """The language in which the template is rendered."""
        return self.paper.lang

    @property
    def mark(self):
        """The address of the link by which the start of the paper is found."""
        return paper_pdf.mark(self.number, self.lang)

    @property
    def date(self):
        """The date of the paper."""
        return self.paper.spelled(self.today)

    @property
    def customer_number(self):
        """The number under which we keep the debtor."""
        return self.debtor.ref or ""

    @cached_property
    def logo(self):
        """The logo of the company as data, or empty."""
        company = self.company
        logo = company.logo_web if not company.uses_default_logo else None
        return image_data_uri(logo) if logo else ""

    @cached_property
    def letterhead(self):
        """Lines of the company's address and how to reach it."""
        partner = self.company.partner_id.with_env(self.paper.env)
        reach = (partner.phone, self.company.email, self.company.website)
        lines = letter_address(partner, partner.country_id)
        return [*lines, *(line for line in reach if line)]

    @cached_property
    def sender(self):
        """The sender in one line, above the address."""
        return sender_line(self.company)

    @cached_property
    def address(self):
        """Lines of the debtor's address."""
        contact = self.contact or self.debtor
        place = contact if contact.street else self.debtor
        place = place.with_env(self.paper.env)
        lines = letter_address(place, self.company.country_id)
        return [*letter_names(self.debtor, contact), *lines]

    @cached_property
    def return_address(self):
        """Where the reply slip goes."""
        partner = self.company.partner_id
        return letter_address(partner.with_env(self.paper.env), self.debtor.country_id)

    @property
    def window_side(self):
        """Where the envelope has its window."""
        return self.company.root_id.collection_window_side or "left"
