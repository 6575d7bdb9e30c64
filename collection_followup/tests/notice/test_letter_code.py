from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...report.notice.letter_data import letters_of
from .common_letters import LettersCommon

DAY = date(2026, 3, 10)
BUILD = "_build_qr_code_vals"
PARAMETERS = "_get_qr_code_generation_params"


@tagged("post_install", "-at_install")
class TestLetterCode(LettersCommon):
    """The letter carries a bank QR code where Odoo can make one, and prints else."""

    def codes(self, build, parameters=None):
        """The QR codes of one letter, the bank answering as given."""
        self.invoice(100, "2026-01-15")
        notice = self.letters_on(DAY)
        model = type(self.env["res.partner.bank"])
        with (
            patch.object(model, BUILD, build),
            patch.object(model, PARAMETERS, parameters or (lambda *a, **k: None)),
        ):
            return letters_of(notice, DAY)[0].payment.codes

    def test_code_of_the_sum(self):
        asked = []

        def build(_bank, amount, reference, *_args):
            asked.append((amount, reference))
            return {"qr_method": "test"}

        def parameters(_bank, **_values):
            return {"barcode_type": "QR", "value": "BCD\n002\nEUR100.00"}

        codes = self.codes(build, parameters)
        self.assertEqual(len(codes), 1)
        self.assertTrue(codes[0]["picture"].startswith("data:image/png;base64,"))
        self.assertEqual(codes[0]["amount"], 100)
        number = self.env["account.move"].search([], order="id desc", limit=1).name
        self.assertEqual(asked, [(100, number)])

    def test_no_code_for_this_account(self):
        self.assertEqual(self.codes(lambda *_args: None), [])

    def test_trouble_with_the_code_stops_no_letter(self):
        def build(*_args):
            raise UserError("no IBAN")  # pylint: disable=translation-required

        self.assertEqual(self.codes(build), [])
