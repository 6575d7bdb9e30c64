"""How a debtor pays: one answer for mail, letter, portal, statement and plan."""

import base64
import io
import logging
import re
from collections import Counter
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
ELLIPSIS = "…"
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

    @property
    def reference(self):
        """What the debtor quotes: that of the invoice, few numbers, or ours."""
        return self._reference(self.asked)

    def _reference(self, asked):
        numbers = list(dict.fromkeys(a.number for a in asked if a.number))
        if structured := self._structured(asked):
            return structured
        return ", ".join(numbers) if 0 < len(numbers) <= MOST_NUMBERS else self.ours

    @staticmethod
    def _structured(asked):
        """The payment reference of one invoice, or of all when they share it."""
        # what a debtor reads on his own papers
        references = {a.move.sudo().payment_reference or "" for a in asked}
        return references.pop() if len(references) == 1 else ""

    # ------------------------------------------------------------------ accounts

    @cached_property
    def groups(self):
        """What is paid to the same accounts: {(currency, accounts): what is asked}."""
        named = {}
        for asked in self.asked:
            # whoever writes may not see the banks
            bank = asked.move.sudo().partner_bank_id.filtered("active")
            named.setdefault((asked.currency, bank), []).append(asked)
        found = {}
        for (currency, bank), some in named.items():
            # an item that names none follows those beside it
            banks = bank or bank.union(*(b for cur, b in named if cur == currency))
            banks = self._banks_for(currency, banks)[:MOST_ACCOUNTS]
            found.setdefault((currency, banks), []).extend(some)
        return found

    def _banks_for(self, currency, named):
        """The accounts for a currency: of its invoices, else ours in it, else any."""
        ours = self.company._collection_own_accounts()
        home = self.company.currency_id
        for some in (named, ours):
            fitting = some.filtered(lambda b: (b.currency_id or home) == currency)
            if fitting:
                return fitting
        return named or ours

    @cached_property
    def accounts(self):
        """The accounts as texts; with what is paid to each where it is not all."""
        found = {}
        for (currency, banks), some in self.groups.items():
            for bank in banks:
                found.setdefault(bank, []).append((currency, some))
        parts = Counter(currency for currency, _banks in self.groups)
        return [
            self._texts(bank)
            | {
                "currency": ", ".join(currency.name for currency in dict(groups))
                if min(len(found), len(parts)) > 1
                else "",
                "documents": self._documents(
                    [some for currency, some in groups if parts[currency] > 1]
                ),
            }
            for bank, groups in found.items()
        ]

    @staticmethod
    def _documents(groups):
        """The numbers of some documents, not more than a few."""
        numbers = dict.fromkeys(a.number for some in groups for a in some if a.number)
        more = [ELLIPSIS] if len(numbers) > MOST_NUMBERS else []
        return ", ".join(list(numbers)[:MOST_NUMBERS] + more)

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
        """Codes for banking apps, one for what is paid together.

        :return: list of amount, currency and picture
        """
        found = []
        for (currency, banks), asked in self.groups.items():
            amount = currency.round(sum(a.amount for a in asked))
            words = self._reference(asked), self._structured(asked)
            for bank in banks:
                if picture := self._code(bank, amount, *words, currency, self.debtor):
                    row = {"amount": amount, "currency": currency, "picture": picture}
                    found.append(row)
                    break
        return found

    @staticmethod
    def _code(bank, *arguments):
        """The code of a sum at an account, nothing when it cannot have one."""
        try:
            return bank_qr_code(bank, *arguments)
        except (UserError, RenderPMError, HTTPException, ValueError) as error:
            _logger.info("No bank QR code: %s", error)
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
