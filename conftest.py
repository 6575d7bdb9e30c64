"""A test that did not run is a failed test: a green run has run everything."""

import os
import shutil
from unittest import mock

import freezegun
import pytest

# A skip that is meant gives a reason that starts so.
OPTIONAL = "optional:"
NOT_ASKED = "--odoo-http is not set"  # a quick run without the browser, by a developer


# A test that freezes the clock still takes as long as it takes.
freezegun.configure(extend_ignore_list=["_pytest.timing"])


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report):
    """Count the subtests that passed, without a letter for each of the thousands."""
    if isinstance(report, pytest.SubtestReport) and report.passed:
        return "subtests passed", "", ""
    return None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure, unless its reason says that it is meant."""
    outcome = yield
    report = outcome.get_result()
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    if OPTIONAL not in reason and NOT_ASKED not in reason:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} did not run: {reason}"


@pytest.fixture(scope="session", autouse=True)
def own_files(request):
    """Give each process a file store of its own, as it has its own database.

    pytest-odoo lets them share one: what a process sweeps away may be another's.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        yield
        return
    request.getfixturevalue("load_registry")
    from odoo.tools import config

    shared = config.filestore("")  # whatever the name: pytest-odoo answers the first
    own = f"{shared}-{worker}"
    shutil.rmtree(own, ignore_errors=True)
    if os.path.isdir(shared):
        shutil.copytree(shared, own, copy_function=os.link)
    with mock.patch.object(config, "filestore", return_value=own):
        yield
    shutil.rmtree(own, ignore_errors=True)
