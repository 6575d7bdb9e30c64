"""The door of e-mails for real: processes that die, workers that race.

Plain pytest. The database named by ``COLLECTION_LIVE_DB`` has the addon installed
and is thrown away afterwards; ``ODOO_BIN`` is the command of Odoo, whose settings
(``ODOO_RC``, ``PGHOST``, ``PGUSER``) come from the environment. Every step is a
process of its own with real commits; the mail server is aiosmtpd in this one.
"""

import asyncio
import os
import pathlib
import shlex
import signal
import socket
import subprocess
import textwrap
import time
import uuid
from collections import Counter

import psycopg2
import pytest
from aiosmtpd.controller import Controller

DB = os.environ.get("COLLECTION_LIVE_DB")
ODOO = shlex.split(os.environ.get("ODOO_BIN", "odoo"))
PATIENCE = 600  # seconds for one process on a busy machine
pytestmark = pytest.mark.skipif(not DB, reason="COLLECTION_LIVE_DB is not set")

SEND = "env['mail.mail'].process_email_queue()"

PREPARE = """
    from odoo import Command
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company, False)
    env["ir.mail_server"].search([]).unlink()
    env["ir.mail_server"].create({
        "name": "sink", "smtp_host": "127.0.0.1", "smtp_port": PORT,
        "smtp_encryption": "none",
    })
    strategy = env.ref("collection_followup.strategy_standard")
    strategy.action_confirm()
    company.write({
        "email": "accounts@creditor.example",
        "collection_opened_on": "2020-01-01",
        "collection_bank_stale_days": 0,
        "collection_strategy_id": strategy.id,
    })
    # these tests run on any day of the week
    calendar = company.resource_calendar_id
    worked = calendar.attendance_ids.mapped("dayofweek")
    calendar.attendance_ids = [
        Command.create({"name": d, "dayofweek": d, "hour_from": 8, "hour_to": 12})
        for d in "56" if d not in worked
    ]
    env.cr.commit()
"""

APPROVE = """
    from datetime import timedelta
    from freezegun import freeze_time
    from odoo import Command
    company = env.company
    today = company._collection_today()
    with freeze_time(today - timedelta(days=60)):
        debtors = env["res.partner"].create([
            {"name": f"Debtor {n}", "is_company": True, "email": f"{n}.{MARK}"}
            for n in range(COUNT)
        ])
        moves = env["account.move"].create([
            {
                "move_type": "out_invoice",
                "partner_id": debtor.id,
                "invoice_date": today - timedelta(days=60),
                "invoice_payment_term_id": False,
                "invoice_date_due": today - timedelta(days=20),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Goods", "price_unit": 1000.0, "tax_ids": False}
                    )
                ],
            }
            for debtor in debtors
        ])
        moves.action_post()
    env.cr.commit()
    env["collection.run"]._run(company, "manual", partners=debtors)
    env.cr.commit()
"""

PAY = """
    moves = env["account.move"].search([("partner_id.email", "like", "%" + MARK)])
    wizard = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=moves.ids
    )
    wizard.create({})._create_payments()
    env.cr.commit()
"""

# dies when the mail server has said yes and before anything is committed
DIE_AFTER_YES = """
    import os, signal
    from odoo.addons.base.models.ir_mail_server import IrMail_Server
    send = IrMail_Server.send_email
    def die(*args, **kwargs):
        send(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
    IrMail_Server.send_email = die
"""

# looks at the database first, then waits until it is told to send
LOOK_AND_WAIT = """
    import pathlib, time
    env["account.move"].search_count([])
    pathlib.Path(FILES, "looked").touch()
    while not pathlib.Path(FILES, "go").exists():
        time.sleep(0.05)
"""


class Sink:
    """A mail server that remembers what it took, and may be nasty."""

    def __init__(self):
        self.taken = []  # the address of each mail
        self.kill = None  # the process that dies while its mail is being taken
        self.spare = 0  # after so many others
        self.delay = 0.0

    async def handle_DATA(self, _server, _session, envelope):
        """Take a mail; the sender may not live to hear the answer."""
        self.taken += envelope.rcpt_tos
        await asyncio.sleep(self.delay)
        if self.kill and self.spare:
            self.spare -= 1
        elif self.kill:
            self.kill.send_signal(signal.SIGKILL)
            self.kill.wait()
        return "250 OK"


class Live:
    """Processes of Odoo on one database, told what to do."""

    def __init__(self, port, files):
        self.values = {"PORT": port, "FILES": str(files), "MARK": ""}

    def start(self, *scripts, **values):
        """Start a process; its script sees ``values`` as names."""
        text = "\n".join(textwrap.dedent(script) for script in scripts)
        names = {**self.values, **values}
        head = "".join(f"{name} = {value!r}\n" for name, value in names.items())
        process = subprocess.Popen(
            [*ODOO, "shell", "-d", DB, "--no-http", "--log-level=error"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        process.stdin.write(head + text + "\n")
        process.stdin.close()
        process.stdin = None
        return process

    def finish(self, process):
        """Wait for a process that has to end well."""
        output, _none = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
        assert "Traceback" not in output, output

    def run(self, *scripts, **values):
        """One process from its start to its good end."""
        self.finish(self.start(*scripts, **values))

    def approve(self, count):
        """Let a run approve notices to new debtors, whose mails are queued."""
        self.values["MARK"] = f"{uuid.uuid4().hex[:8]}@debtor.example"
        self.run(APPROVE, COUNT=count)
        assert self.states() == [("approved", "queued", "outgoing")] * count

    def states(self):
        """Notice, its e-mail, its mail: the states for the debtors of this test."""
        with psycopg2.connect(dbname=DB) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT n.state, n.email_state, m.state FROM collection_notice n"
                "  JOIN res_partner p ON p.id = n.partner_id"
                "  JOIN mail_mail m ON m.collection_notice_id = n.id"
                " WHERE p.email LIKE %s ORDER BY n.id",
                ["%" + self.values["MARK"]],
            )
            return cursor.fetchall()

    def levels(self):
        """How many items of this test stand at a level."""
        with psycopg2.connect(dbname=DB) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM collection_item i"
                "  JOIN account_move_line l ON l.id = i.line_id"
                "  JOIN res_partner p ON p.id = l.partner_id"
                " WHERE p.email LIKE %s AND i.stage_id IS NOT NULL",
                ["%" + self.values["MARK"]],
            )
            return cursor.fetchone()[0]


@pytest.fixture(scope="module")
def sink():
    """A mail server on a free port."""
    handler = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture(scope="module")
def live(sink, tmp_path_factory):
    """A prepared database whose mails go to the sink."""
    live = Live(sink.port, tmp_path_factory.mktemp("live"))
    live.run(PREPARE)
    return live


def of_this_test(sink, live):
    """The addresses of this test to which mails were taken, in order."""
    return sorted(name for name in sink.taken if name.endswith(live.values["MARK"]))


def test_killed_while_a_mail_is_taken(live, sink):
    """In the middle of a chunk: one notice is in doubt, the others go on."""
    live.approve(20)
    victim = live.start(SEND)
    sink.kill, sink.spare = victim, 6
    victim.wait(timeout=PATIENCE)
    sink.kill = None
    assert victim.returncode == -signal.SIGKILL
    states = Counter(state for state, _email, _mail in live.states())
    assert states == {"sent": 6, "sending": 1, "approved": 13}
    live.run(SEND, SEND)
    assert Counter(live.states()) == {
        ("sent", "sent", "sent"): 19,
        ("unknown", "unknown", "cancel"): 1,
    }
    addresses = of_this_test(sink, live)
    assert len(addresses) == len(set(addresses)) == 20  # never again by itself
    assert live.levels() == 19


def test_killed_between_the_answer_and_the_commit(live, sink):
    live.approve(1)
    victim = live.start(DIE_AFTER_YES, SEND)
    victim.wait(timeout=PATIENCE)
    assert victim.returncode == -signal.SIGKILL
    assert len(of_this_test(sink, live)) == 1
    live.run(SEND, SEND)
    assert live.states() == [("unknown", "unknown", "cancel")]
    assert len(of_this_test(sink, live)) == 1


def test_two_workers_send_each_mail_once(live, sink):
    count = 45
    live.approve(count)
    sink.delay = 0.02
    workers = [live.start(SEND), live.start(SEND)]
    for worker in workers:
        live.finish(worker)
    live.run(SEND)  # what one of them had to leave to the other
    assert live.states() == [("sent", "sent", "sent")] * count
    addresses = of_this_test(sink, live)
    assert len(addresses) == count
    assert len(set(addresses)) == count
    assert live.levels() == count


def test_a_payment_of_another_process_is_seen(live, sink):
    files = pathlib.Path(live.values["FILES"])
    live.approve(1)
    worker = live.start(LOOK_AND_WAIT, SEND)
    deadline = time.monotonic() + PATIENCE
    while not (files / "looked").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    live.run(PAY)
    (files / "go").touch()
    live.finish(worker)
    assert live.states() == [("cancelled", "none", "cancel")]
    assert of_this_test(sink, live) == []
