"""A test that did not run is a failed test: a green run has run everything."""

import pytest

# A skip that is meant gives a reason that starts so.
OPTIONAL = "optional:"
NOT_ASKED = "--odoo-http is not set"  # a quick run without the browser, by a developer


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
