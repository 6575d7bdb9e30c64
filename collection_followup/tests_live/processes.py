"""Processes of Odoo with real commits, forked from one that has loaded it.

Plain pytest. The database named by ``COLLECTION_LIVE_DB`` has the addon installed and
is thrown away afterwards; Odoo's settings (``ODOO_RC``, ``PGHOST``, ``PGUSER``) come
from the environment.
"""

import logging
import multiprocessing
import os
import sys
import time
from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

DB = os.environ.get("COLLECTION_LIVE_DB")
PATIENCE = 600  # seconds for one process on a busy machine
FORK = multiprocessing.get_context("fork")
needs_database = pytest.mark.skipif(not DB, reason="COLLECTION_LIVE_DB is not set")


def load():
    """Load Odoo once, for all processes that come from this one."""
    config.parse_config(["-d", DB, "--no-http"])
    Registry(DB)


def start(log, *steps):
    """Start a process that takes steps, and commits nothing by itself.

    :param log: the file for its errors
    :param steps: functions of an environment
    """
    Registry(DB).check_signaling()
    sql_db.close_all()  # nobody shares a connection
    process = FORK.Process(target=_work, args=(log, steps), daemon=True)
    process.log = log
    process.start()
    return process


def _work(log, steps):
    sys.stdout = sys.stderr = log.open("a", encoding="utf-8")
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, force=True)
    # e-mails wait for an hour that is allowed
    day = datetime.now().replace(hour=10, minute=0)
    with freeze_time(day, tick=True), Registry(DB).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        for step in steps:
            step(env)
        cr.rollback()


def finish(process):
    """Wait for a process that has to end well."""
    process.join(PATIENCE)
    output = process.log.read_text(encoding="utf-8")
    assert process.exitcode == 0, output
    assert "Traceback" not in output, output


def wait_for(happened):
    """Wait until something is the case.

    :param happened: a function that tells whether it is
    """
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def prepare_company(env):
    """A company with a chart of accounts."""
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company, False)
    return company
