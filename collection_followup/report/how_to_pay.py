"""How a debtor pays: one answer for mail, letter, portal, statement and plan."""

import base64
import io
import logging
import re
from functools import cached_property
from typing import NamedTuple

from reportlab.graphics.utils import RenderPMError
from werkzeug.exceptions import HTTPException

from odoo.exceptions import UserError
from odoo.tools.image import image_data_uri

try:
    import qrcode
except ImportError:
    qrcode = None

_logger = logging.getLogger(__name__)
MOST_ACCOUNTS = 3  # for one currency
MOST_NUMBERS = 3
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


class Asked(NamedTuple):
    """An amount that is to be paid now, and the document that it is for."""

    amount: float
    currency: object
    move: object
    number: str


class HowToPay:
    """The bank accounts, the payment reference and the codes for banking apps.

    What nothing is to be paid for is not spoken of: neither its currency nor its
    number.

    :param company: who is paid, a company or a branch
    :param debtor: who pays
    :param asked: ``Asked`` of all that is to be paid
    :param ours: our own number, for when there are too many documents to name
    """

    def __init__(self, company, debtor, asked, ours):
        self.company = company.sudo()  # whoever writes may not see the banks
        self.debtor = debtor
        self.ours = ours or ""
        self.asked = [a for a in asked if a.currency.compare_amounts(a.amount, 0) > 0]

    @cached_property
    def sums(self):
        """What is to be paid: {currency: amount}."""
        sums = {}
        for asked in self.asked:
            sums[asked.currency] = sums.get(asked.currency, 0.0) + asked.amount
        return {currency: currency.round(total) for currency, total in sums.items()}

    @cached_property
    def reference(self):
        """What the debtor quotes: that of the invoice, few numbers, or ours."""
        numbers = dict.fromkeys(a.number for a in self.asked if a.number)
        if len(numbers) == 1:
            return self.structured or next(iter(numbers))
        return ", ".join(numbers) if 0 < len(numbers) <= MOST_NUMBERS else self.ours

    @cached_property
    def structured(self):
        """The payment reference of the invoice, where there is only one."""
        moves = {asked.move for asked in self.asked}
        return moves.pop().sudo().payment_reference or "" if len(moves) == 1 else ""

    # ------------------------------------------------------------------ accounts

    @cached_property
    def banks(self):
        """{bank account: the currencies that are paid to it}."""
        found = {}
        for currency in self.sums:
            for bank in self._banks_for(currency)[:MOST_ACCOUNTS]:
                found.setdefault(bank, []).append(currency)
        return found

    def _banks_for(self, currency):
        """The accounts for a currency: of its invoices, else ours in it, else any."""
        asked = [a.move.sudo() for a in self.asked if a.currency == currency]
        banks = self.company.env["res.partner.bank"]
        named = banks.union(*(move.partner_bank_id for move in asked))
        named = named.filtered("active")
        own = self.company._collection_own_accounts()
        home = self.company.currency_id
        for some in (named, own):
            fitting = some.filtered(lambda b: (b.currency_id or home) == currency)
            if fitting:
                return fitting
        return named or own

    @cached_property
    def accounts(self):
        """The accounts as texts; with the currency beside it where there are two."""
        apart = len(self.banks) > 1 and len(self.sums) > 1
        return [
            self._texts(bank) | {"currency": names if apart else ""}
            for bank, currencies in self.banks.items()
            for names in [", ".join(currency.name for currency in currencies)]
        ]

    def _texts(self, bank):
        """Holder, number and bank of an account as people read them."""
        number = bank.sanitized_acc_number or ""
        if IBAN.fullmatch(number):
            number = " ".join(re.findall(".{1,4}", number))
        code = f"BIC {bank.bank_bic}" if bank.bank_bic else ""
        return {
            "holder": bank.acc_holder_name or bank.partner_id.name or "",
            "number": number if " " in number else bank.acc_number or "",
            "bank": ", ".join(filter(None, (bank.bank_id.name, code))),
        }

    # --------------------------------------------------------------------- codes

    @cached_property
    def codes(self):
        """Codes for banking apps: list of amount, currency and picture."""
        return [
            {"amount": amount, "currency": currency, "picture": picture}
            for currency, amount in self.sums.items()
            if (picture := self._code(currency, amount))
        ]

    def _code(self, currency, amount):
        """The code of a sum at the first of its accounts that can have one."""
        for bank, currencies in self.banks.items():
            if currency not in currencies:
                continue
            try:
                picture = bank_qr_code(
                    bank,
                    amount,
                    self.reference,
                    self.structured,
                    currency,
                    self.debtor,
                )
            except (UserError, RenderPMError, HTTPException, ValueError) as error:
                _logger.info("No bank QR code: %s", error)
                continue
            if picture:
                return picture
        return None


def bank_qr_code(bank, *arguments):
    """Return the bank QR code as data, or nothing when none can be made.

    Odoo draws a plain code in 160 ms; the library that it uses for two-factor
    sign-in takes 10 ms for the same text. Codes with a mask stay with Odoo.

    :param arguments: amount, free and structured reference, currency, debtor
    """
    values = qrcode and bank._build_qr_code_vals(*arguments)
    parameters = values and bank._get_qr_code_generation_params(**values)
    if not parameters or parameters["barcode_type"] != "QR" or parameters.get("mask"):
        return bank.build_qr_code_base64(*arguments)
    code = qrcode.QRCode(
        border=0, box_size=4, error_correction=qrcode.constants.ERROR_CORRECT_M
    )
    code.add_data(parameters["value"])
    picture = io.BytesIO()
    code.make_image().save(picture, "PNG")
    return image_data_uri(base64.b64encode(picture.getvalue()))
