"""Two orders of one debtor, confirmed at once in two processes.

Plain pytest, as ``test_door``: the database named by ``COLLECTION_LIVE_DB`` has the
addon installed and is thrown away afterwards. Both processes look at the database
first, so that neither sees the other's order, and confirm at the same moment, the
way in which Odoo serves a request: what cannot be serialized is tried again.
"""

import os
import pathlib
import shlex
import subprocess
import textwrap
import time

import psycopg2
import pytest

DB = os.environ.get("COLLECTION_LIVE_DB")
ODOO = shlex.split(os.environ.get("ODOO_BIN", "odoo"))
PATIENCE = 600  # seconds for one process on a busy machine
pytestmark = pytest.mark.skipif(not DB, reason="COLLECTION_LIVE_DB is not set")

PREPARE = """
    import pathlib
    from odoo import Command
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company, False)
    company.account_use_credit_limit = company.collection_limit_refuses = LIMIT > 0
    debtor = env["res.partner"].create({"name": "Racer", "is_company": True})
    debtor.credit_limit = LIMIT
    goods = env["product.product"].create({"name": "Machine", "type": "service"})
    orders = env["sale.order"].create([
        {
            "partner_id": debtor.id,
            "order_line": [Command.create({
                "product_id": goods.id, "price_unit": 600.0, "tax_ids": False,
            })],
        }
        for _n in range(2)
    ])
    if not LIMIT:
        case = env["collection.case"]._case_of(debtor, company)
        case._hold("block", "By hand.")
        case._release("amount", "Up to a sum.", amount=1000.0)
    env.cr.commit()
    pathlib.Path(FILES, "orders").write_text(" ".join(map(str, orders.ids)))
"""

CONFIRM = """
    import pathlib, time
    from odoo.exceptions import UserError
    from odoo.service.model import retrying
    order = env["sale.order"].browse(ORDER)
    order._collection_verdicts()  # the snapshot of this transaction is taken
    pathlib.Path(FILES, f"looked{ORDER}").touch()
    while not pathlib.Path(FILES, "go").exists():
        time.sleep(0.02)
    try:
        retrying(order.action_confirm, env)
    except UserError as refused:
        env.cr.rollback()
        pathlib.Path(FILES, f"refused{ORDER}").write_text(str(refused))
"""


def start(script, **names):
    """Start a process of Odoo; its script sees ``names``."""
    head = "".join(f"{name} = {value!r}\n" for name, value in names.items())
    process = subprocess.Popen(
        [*ODOO, "shell", "-d", DB, "--no-http", "--log-level=error"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    process.stdin.write(head + textwrap.dedent(script) + "\n")
    process.stdin.close()
    process.stdin = None
    return process


def finish(process):
    """Wait for a process that has to end well."""
    output, _none = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output
    assert "Traceback" not in output, output


def wait_for(path):
    """Wait until another process has made a file."""
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.05)


@pytest.mark.parametrize("limit", [1000.0, 0.0], ids=["limit", "released sum"])
def test_two_orders_do_not_slip_under_a_limit(tmp_path, limit):
    """Each order fits, both together do not: one is confirmed, one is refused."""
    files = pathlib.Path(tmp_path)
    finish(start(PREPARE, FILES=str(files), LIMIT=limit))
    orders = [int(key) for key in (files / "orders").read_text().split()]
    racers = [start(CONFIRM, FILES=str(files), ORDER=key) for key in orders]
    for key in orders:
        wait_for(files / f"looked{key}")
    (files / "go").touch()
    for racer in racers:
        finish(racer)
    with psycopg2.connect(dbname=DB) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM sale_order WHERE id = ANY(%s) ORDER BY state", [orders]
        )
        assert [state for (state,) in cursor.fetchall()] == ["draft", "sale"]
    assert len(list(files.glob("refused*"))) == 1
