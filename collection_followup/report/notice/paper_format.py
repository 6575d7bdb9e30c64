"""Dates, amounts and addresses as the reader of a paper writes them."""

from odoo.tools import get_lang

from ...sentences import column_date, column_number, say_amount, say_amounts, say_date

BLOCK = 12  # rows under one head where the engine does not repeat it


class PaperFormat:
    """Writes dates and amounts in one language."""

    def __init__(self, env, lang_code):
        lang = get_lang(env, lang_code or None)
        self.lang = lang.code
        self.direction = lang.direction
        self.env = env(context={**env.context, "lang": lang.code})
        self._dates = {}
        self._numbers = {}

    def date(self, day):
        """A date, or nothing, for a column of dates."""
        if day not in self._dates:
            self._dates[day] = column_date(self.env, day)
        return self._dates[day]

    def spelled(self, day):
        """A date, or nothing, for a sentence."""
        return say_date(self.env, day)

    def number(self, amount, currency):
        """An amount without its currency, for a column of figures."""
        key = (amount, currency.decimal_places)
        if key not in self._numbers:
            self._numbers[key] = column_number(self.env, amount, currency)
        return self._numbers[key]

    def figure(self, amount, currency):
        """An amount in a table where most cells are empty: nothing for zero."""
        return "" if currency.is_zero(amount) else self.number(amount, currency)

    def money(self, amount, currency):
        """An amount with its currency, for a sentence."""
        return say_amount(self.env, amount, currency)

    def sums(self, sums):
        """Several sums as one phrase; pairs of amount and currency."""
        return say_amounts(self.env, sums)


def letter_address(partner, home_country):
    """Return the lines of an address on an envelope, country only when abroad.

    :param partner: whose street, town and country are used
    :param home_country: the country from which the letter is posted
    """
    pattern, values = partner._prepare_display_address(without_company=True)
    if partner.country_id == home_country:
        values["country_name"] = ""
    else:
        values["country_name"] = (values["country_name"] or "").upper()
    lines = (pattern % values).splitlines()
    return [line.strip(" ,") for line in lines if line.strip(" ,")]


def letter_names(debtor, contact):
    """Return the lines above the street: the firm, then the person."""
    firm = debtor.name or debtor.display_name
    if not contact or contact == debtor or not contact.name or contact.name == firm:
        return [firm]
    return [firm, contact.name]


def in_blocks(env, rows):
    """Cut the rows of a table so that every page begins with a head.

    The patched engine repeats the head itself and gets one block.
    """
    patched = env["ir.actions.report"]._is_paper_engine_patched()
    size = len(rows) if patched or len(rows) <= 1.5 * BLOCK else BLOCK
    return [rows[start : start + size] for start in range(0, len(rows), size or 1)]


def sender_line(company):
    """The line above the address that shows through the window."""
    partner = company.partner_id
    town = " ".join(part for part in (partner.zip, partner.city) if part)
    parts = (company.name, partner.street, town)
    return " · ".join(part for part in parts if part)
