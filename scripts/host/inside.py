"""Run tests of a module and write each result down; fed to `odoo shell`.

HOST_MODULE and HOST_TAGS say which, HOST_OUT the file for the lines of JSON. The last
line is written when Odoo's runner came to its end.
"""

import inspect
import json
import os
import time

from odoo.tests import loader
from odoo.tests.result import OdooTestResult
from odoo.tests.shell import run_tests

out = open(os.environ["HOST_OUT"], "w", buffering=1)  # noqa: SIM115


def note(**values):
    """Write a line."""
    out.write(json.dumps(values) + "\n")


def is_tour(test):
    """Tell whether a test drives a browser, by its source, as Odoo's own tag does."""
    method = getattr(test, getattr(test, "_testMethodName", ""), None)
    source = inspect.getsource(method) if method else ""
    return "start_tour" in source or "browser_js" in source


class Recorder(OdooTestResult):
    """Odoo's own result, which also keeps what became of each test."""

    def startTest(self, test):
        """Note that a test ran, in case it breaks off."""
        super().startTest(test)
        self.started = time.monotonic()
        note(test=test.id(), outcome="started")

    def stopTest(self, test):
        """Note its time."""
        super().stopTest(test)
        note(test=test.id(), seconds=round(time.monotonic() - self.started, 2))

    def addSuccess(self, test):
        """Note a success; a subtest that failed is none."""
        super().addSuccess(test)
        note(test=test.id(), outcome="passed")

    def addSkip(self, test, reason):
        """Note a test, or the set-up of a class, that was left out."""
        super().addSkip(test, reason)
        note(test=test.id(), outcome="skipped", text=reason, tour=is_tour(test))

    def logError(self, flavour, test, error):
        """Note an error or failure, of a subtest at its test."""
        super().logError(flavour, test, error)
        test = getattr(test, "test_case", test)
        text = self._exc_info_to_string(error, test)
        note(test=test.id(), outcome="failed", text=text)


loader.OdooTestResult = Recorder
run_tests(globals()["env"], os.environ["HOST_TAGS"], [os.environ["HOST_MODULE"]])
note(end=True)
