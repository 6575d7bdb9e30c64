"""How a debtor can pay what a letter asks for."""

import base64
import io
import logging
from functools import cached_property

from reportlab.graphics.utils import RenderPMError
from werkzeug.exceptions import HTTPException

from odoo.exceptions import UserError
from odoo.tools.image import image_data_uri

try:
    import qrcode
except ImportError:
    qrcode = None

_logger = logging.getLogger(__name__)
MOST_ACCOUNTS = 3
# as in the e-mails; models import this file, so nothing is imported from them
CLAIMED = ("due", "also", "coming")
MOST_NUMBERS = 3


def is_asked(line):
    """Tell whether the notice asks for the amount of this line."""
    return line.part in CLAIMED


class LetterPayment:
    """Bank accounts, payment reference, QR codes and the page on the web."""

    def __init__(self, letter):
        self.letter = letter
        self.notice = letter.notice

    @cached_property
    def reference(self):
        """What the debtor writes on the transfer: few invoice numbers, or ours."""
        numbers = dict.fromkeys(self.notice.line_ids.filtered(is_asked).mapped("name"))
        numbers = [number for number in numbers if number]
        if numbers and len(numbers) <= MOST_NUMBERS:
            return ", ".join(numbers)
        return self.notice.name or self.letter.customer_number

    @cached_property
    def banks(self):
        """The accounts named on the invoices, else those of the company."""
        named = self.notice.line_ids.move_id.partner_bank_id.filtered("active")
        return (named or self.notice._accounts_to_show())[:MOST_ACCOUNTS]

    @cached_property
    def accounts(self):
        """The bank accounts as texts."""
        several = len({table.currency for table in self.letter.tables}) > 1
        return [
            {
                "number": bank.acc_number,
                "bank": bank.bank_id.name or "",
                "bic": bank.bank_bic or "",
                "holder": bank.acc_holder_name or bank.partner_id.name or "",
                "currency": bank.currency_id.name if several else "",
            }
            for bank in self.banks
        ]

    @cached_property
    def codes(self):
        """QR codes for banking apps: currency, sum and picture, where possible."""
        codes = []
        for table in self.letter.tables:
            picture = table.to_pay > 0 and self._code(table)
            if picture:
                codes.append({"total": table.total, "picture": picture})
        return codes

    def _code(self, table):
        """The QR code of a sum at the first account that can have one."""
        amount = table.currency.round(table.to_pay)
        for bank in self.banks:
            try:
                picture = bank_qr_code(
                    bank, amount, self.reference, table.currency, self.letter.debtor
                )
            except (UserError, RenderPMError, HTTPException, ValueError) as error:
                _logger.info("No bank QR code on the letter: %s", error)
                continue
            if picture:
                return picture
        return None

    @cached_property
    def link(self):
        """The page that shows what is owed and takes payments."""
        return "" if self.letter.is_copy else self.notice._portal_url()


def bank_qr_code(bank, amount, reference, currency, debtor):
    """Return the bank QR code as data, or nothing when none can be made.

    Odoo draws a plain code in 160 ms; the library that it uses for two-factor
    sign-in takes 10 ms for the same text. Codes with a mask stay with Odoo.
    """
    arguments = (amount, reference, "", currency, debtor)
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
