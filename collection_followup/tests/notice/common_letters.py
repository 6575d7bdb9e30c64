import io
import subprocess
from pathlib import Path
from unittest.mock import patch

from odoo.tools.pdf import PdfReader

from odoo.addons.base.models import ir_actions_report as engine

from ..common import CollectionCommon

# severity, days, working days, minimum, pay by days, channels
LETTER_STAGES = [
    ("1", 3, True, 0.0, 10, "letter"),
    ("2", 30, False, 0.0, 10, "letter"),
]
UNPATCHED = ("/usr/bin/wkhtmltopdf", "/usr/local/bin/wkhtmltopdf")


def pages_of(pdf):
    """The text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def flat(text):
    """A text without its line breaks, as a reader takes it in."""
    return " ".join(text.split())


def text_of(pdf):
    """The text of a PDF without its line breaks."""
    return flat(" ".join(pages_of(pdf)))


class LettersCommon(CollectionCommon):
    """A company that writes letters from the first reminder on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strategy.active = False
        cls.strategy = cls._make_strategy(LETTER_STAGES)
        cls.company.collection_strategy_id = cls.strategy
        cls.company.partner_id.write(
            {
                "street": "5 Creditor Road",
                "zip": "20457",
                "city": "Hamburg",
                "country_id": cls.env.ref("base.de").id,
                "phone": "+49 40 555 0",
            }
        )
        cls.stage(1).write(
            {
                "subject": "Reminder {{ reference }}",
                "opening": "<p>Please pay {{ total }} by {{ pay_by }}.</p>",
                "closing": "<p>Thank you for your custom.</p>",
            }
        )
        cls.strategy.action_confirm()
        cls.bank = cls.env["res.partner.bank"].create(
            {
                "acc_number": "DE89 3704 0044 0532 0130 00",
                "partner_id": cls.company.partner_id.id,
            }
        )

    def letters_on(self, day):
        """Run collections on a day; answers the notices whose letters wait."""
        self.run_on(day)
        return self.env["collection.notice"].search([("letter_state", "=", "to_print")])

    def print_on(self, notices, day):
        """Print letters as on a day; answers their batches."""
        batches = self.env["collection.letter.batch"]._for_notices(notices)
        company = type(self.env["res.company"])
        with patch.object(company, "_collection_today", lambda _company: day):
            batches.action_print()
        return batches

    def use_unpatched_engine(self):
        """Print with the unpatched build, until the test ends; skip without it."""
        path = next((path for path in UNPATCHED if _is_unpatched(path)), None)
        if not path:
            self.skipTest("There is no unpatched wkhtmltopdf on this machine.")
        info = engine._wkhtml()._replace(bin=path, is_patched_qt=False)
        self.enterContext(patch.object(engine, "_wkhtml", lambda: info))


def _is_unpatched(path):
    if not Path(path).exists():
        return False
    version = subprocess.run([path, "--version"], capture_output=True, check=False)
    return b"patched qt" not in version.stdout
