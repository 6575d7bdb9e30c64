"""The door of e-mails for real: processes that die, workers that race.

Every step is a process of its own with real commits, see ``processes``; the mail
server is aiosmtpd in this one.
"""

import asyncio
import os
import signal
import socket
import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from freezegun import freeze_time
from processes import (
    DB,
    PATIENCE,
    finish,
    load,
    needs_database,
    prepare_company,
    start,
    wait_for,
)

from odoo import Command

from odoo.addons.base.models.ir_mail_server import IrMail_Server

pytestmark = needs_database


def send(env):
    """What the mail queue does."""
    env["mail.mail"].process_email_queue()


def prepare(env, port):
    """A company that is ready to write, through one mail server."""
    company = prepare_company(env)
    servers = env["ir.mail_server"]
    servers.search([]).unlink()
    where = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_encryption": "none"}
    servers.create({"name": "sink", **where})
    strategy = env.ref("collection_followup.strategy_standard")
    strategy.action_confirm()
    company.write(
        {
            "email": "accounts@creditor.example",
            "collection_opened_on": "2020-01-01",
            "collection_bank_stale_days": 0,
            "collection_strategy_id": strategy.id,
        }
    )
    work_every_day(company.resource_calendar_id)
    env.cr.commit()


def work_every_day(calendar):
    """These tests run on any day of the week."""
    worked = calendar.attendance_ids.mapped("dayofweek")
    calendar.attendance_ids = [
        Command.create({"name": d, "dayofweek": d, "hour_from": 8, "hour_to": 12})
        for d in "56"
        if d not in worked
    ]


def approve(env, count, mark):
    """Let a run approve notices to new debtors.

    :param mark: what their addresses end in
    """
    company = env.company
    today = company._collection_today()
    with freeze_time(today - timedelta(days=60)):
        debtors = env["res.partner"].create(
            [
                {"name": f"Debtor {n}", "is_company": True, "email": f"{n}.{mark}"}
                for n in range(count)
            ]
        )
        goods = {"name": "Goods", "price_unit": 1000.0, "tax_ids": False}
        invoice = {
            "move_type": "out_invoice",
            "invoice_date": today - timedelta(days=60),
            "invoice_payment_term_id": False,
            "invoice_date_due": today - timedelta(days=20),
            "invoice_line_ids": [Command.create(goods)],
        }
        moves = [{**invoice, "partner_id": debtor.id} for debtor in debtors]
        env["account.move"].create(moves).action_post()
    env.cr.commit()
    env["collection.run"]._run(company, "manual", partners=debtors)
    env.cr.commit()


def pay(env, mark):
    """Pay the invoices of the debtors with this mark."""
    moves = env["account.move"].search([("partner_id.email", "like", "%" + mark)])
    wizard = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=moves.ids
    )
    wizard.create({})._create_payments()
    env.cr.commit()


def die_after_yes(_env):
    """Die when the mail server has said yes and before anything is committed."""
    original = IrMail_Server.send_email

    def deliver(*args, **kwargs):
        original(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    IrMail_Server.send_email = deliver


def look_and_wait(env, files):
    """Look at the database first, then wait until told to go on."""
    env["account.move"].search_count([])
    (files / "looked").touch()
    wait_for((files / "go").exists)


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
            # not joined here: whoever waits for it elsewhere would learn nothing
            os.kill(self.kill.pid, signal.SIGKILL)
        return "250 OK"


class Live:
    """Processes on one database, and what became of the debtors of this test."""

    def __init__(self, files):
        self.files = files
        self.mark = ""

    def start(self, *steps):
        """Start a process that takes steps."""
        return start(self.files / uuid.uuid4().hex, *steps)

    def run(self, *steps):
        """One process from its start to its good end."""
        finish(self.start(*steps))

    def approve(self, count):
        """Let a run approve notices to new debtors, whose mails are queued."""
        self.mark = f"{uuid.uuid4().hex[:8]}@debtor.example"
        self.run(partial(approve, count=count, mark=self.mark))
        assert self.states() == [("approved", "queued", "outgoing")] * count

    def states(self):
        """Notice, its e-mail, its mail: the states for the debtors of this test."""
        with psycopg2.connect(dbname=DB) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT n.state, n.email_state, m.state FROM collection_notice n"
                "  JOIN res_partner p ON p.id = n.partner_id"
                "  JOIN mail_mail m ON m.collection_notice_id = n.id"
                " WHERE p.email LIKE %s ORDER BY n.id",
                ["%" + self.mark],
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
                ["%" + self.mark],
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
    load()
    live = Live(tmp_path_factory.mktemp("live"))
    live.run(partial(prepare, port=sink.port))
    return live


def of_this_test(sink, live):
    """The addresses of this test to which mails were taken, in order."""
    return sorted(name for name in sink.taken if name.endswith(live.mark))


def test_killed_while_a_mail_is_taken(live, sink):
    """In the middle of a chunk: one notice is in doubt, the others go on."""
    live.approve(20)
    victim = live.start(send)
    sink.kill, sink.spare = victim, 6
    victim.join(PATIENCE)
    sink.kill = None
    assert victim.exitcode == -signal.SIGKILL
    states = Counter(state for state, _email, _mail in live.states())
    assert states == {"sent": 6, "sending": 1, "approved": 13}
    live.run(send, send)
    assert Counter(live.states()) == {
        ("sent", "sent", "sent"): 19,
        ("unknown", "unknown", "cancel"): 1,
    }
    addresses = of_this_test(sink, live)
    assert len(addresses) == len(set(addresses)) == 20  # never again by itself
    assert live.levels() == 19


def test_killed_between_the_answer_and_the_commit(live, sink):
    live.approve(1)
    victim = live.start(die_after_yes, send)
    victim.join(PATIENCE)
    assert victim.exitcode == -signal.SIGKILL
    assert len(of_this_test(sink, live)) == 1
    live.run(send, send)
    assert live.states() == [("unknown", "unknown", "cancel")]
    assert len(of_this_test(sink, live)) == 1


def test_two_workers_send_each_mail_once(live, sink):
    count = 45
    live.approve(count)
    sink.delay = 0.02
    workers = [live.start(send), live.start(send)]
    for worker in workers:
        finish(worker)
    live.run(send)  # what one of them had to leave to the other
    assert live.states() == [("sent", "sent", "sent")] * count
    addresses = of_this_test(sink, live)
    assert len(addresses) == count
    assert len(set(addresses)) == count
    assert live.levels() == count


def test_a_payment_of_another_process_is_seen(live, sink):
    files = live.files
    live.approve(1)
    worker = live.start(partial(look_and_wait, files=files), send)
    wait_for((files / "looked").exists)
    live.run(partial(pay, mark=live.mark))
    (files / "go").touch()
    finish(worker)
    assert live.states() == [("cancelled", "none", "cancel")]
    assert of_this_test(sink, live) == []
