"""What meets at the gate in two processes at once, see ``processes``.

All look at the database first, so that none sees the other's work, the way in which
Odoo serves a request: what cannot be serialized is tried again.
"""

from functools import partial

import psycopg2
import pytest
from processes import (
    DB,
    finish,
    load,
    needs_database,
    prepare_company,
    start,
    wait_for,
)

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import retrying

pytestmark = needs_database
WAITING = """
    SELECT COUNT(*) FROM pg_stat_activity
     WHERE datname = %s AND wait_event_type = 'Lock'
"""
STATES = "SELECT state FROM sale_order WHERE id = ANY(%s) ORDER BY id"
HELD = """
    SELECT COUNT(*) FROM collection_case
     WHERE partner_id = %s AND hold_effect = 'block'
"""


@pytest.fixture(scope="module", autouse=True)
def odoo_loaded():
    """Odoo, once for all tests."""
    load()


class Race:
    """One debtor with two orders of 600, and processes that do something to them."""

    def __init__(self, files, limit=0.0):
        self.files = files
        self.run(partial(self._prepare, limit=limit))
        keys = (files / "keys").read_text(encoding="utf-8").split()
        self.debtor, *self.orders = map(int, keys)

    def _prepare(self, env, limit):
        company = prepare_company(env)
        company.account_use_credit_limit = limit > 0
        company.collection_limit_refuses = limit > 0
        debtor = env["res.partner"].create({"name": "Racer", "is_company": True})
        debtor.credit_limit = limit
        goods = env["product.product"].create({"name": "Machine", "type": "service"})
        line = {"product_id": goods.id, "price_unit": 600.0, "tax_ids": False}
        order = {"partner_id": debtor.id, "order_line": [Command.create(line)]}
        orders = env["sale.order"].create([order, order])
        env.cr.commit()
        keys = " ".join(map(str, [debtor.id, *orders.ids]))
        (self.files / "keys").write_text(keys, encoding="utf-8")

    def start(self, *steps):
        """Start a process."""
        return start(self.files / "log", *steps)

    def run(self, *steps):
        """One process from its start to its good end."""
        finish(self.start(*steps))

    # -------------------------------------------------------------------- steps

    def confirm(self, env, place):
        """Look, wait, confirm; the words of a refusal are kept."""
        order = env["sale.order"].browse(self.orders[place])
        order._collection_verdicts()  # the snapshot of this transaction is taken
        self.touch(f"looked{place}")
        wait_for((self.files / "go").exists)
        try:
            retrying(order.action_confirm, env)
        except UserError as refused:
            env.cr.rollback()
            (self.files / f"refused{place}").write_text(str(refused), encoding="utf-8")

    def confirm_slowly(self, env, place):
        """Confirm, and wait before the commit."""
        env["sale.order"].browse(self.orders[place]).action_confirm()
        env.flush_all()
        self.touch("confirmed")
        wait_for((self.files / "go").exists)
        env.cr.commit()

    def hold(self, env):
        """Set a hold by hand."""
        self._case(env)._hold("block", "By hand.")
        env.cr.commit()

    def release_a_sum(self, env):
        """Hold, but release up to a sum that one of the orders fits."""
        case = self._case(env)
        case._hold("block", "By hand.")
        case._release("amount", "Up to a sum.", amount=1000.0)
        env.cr.commit()

    def _case(self, env):
        debtor = env["res.partner"].browse(self.debtor)
        return env["collection.case"]._case_of(debtor, env.company)

    # --------------------------------------------------------------------- looks

    def touch(self, name):
        """Tell the others."""
        (self.files / name).touch()

    def wait(self, name):
        """Wait until another process has told."""
        wait_for((self.files / name).exists)

    def refused(self):
        """How many were refused."""
        return len(list(self.files.glob("refused*")))

    def states(self):
        """The states of the orders."""
        return [state for (state,) in rows(STATES, [self.orders])]


def rows(query, values):
    """What the database says to somebody new."""
    with psycopg2.connect(dbname=DB) as connection, connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


@pytest.mark.parametrize("limit", [1000.0, 0.0], ids=["limit", "released sum"])
def test_two_orders_do_not_slip_under_a_limit(tmp_path, limit):
    """Each order fits, both together do not: one is confirmed, one is refused."""
    race = Race(tmp_path, limit)
    if not limit:
        race.run(race.release_a_sum)
    racers = [race.start(partial(race.confirm, place=place)) for place in (0, 1)]
    for place in (0, 1):
        race.wait(f"looked{place}")
    race.touch("go")
    for racer in racers:
        finish(racer)
    assert sorted(race.states()) == ["draft", "sale"]
    assert race.refused() == 1


def test_a_hold_that_is_set_meanwhile_is_seen(tmp_path):
    """The confirmation began before the hold was committed, and is refused by it."""
    race = Race(tmp_path)
    racer = race.start(partial(race.confirm, place=0))
    race.wait("looked0")
    race.run(race.hold)
    race.touch("go")
    finish(racer)
    assert race.states() == ["draft", "draft"]
    assert "By hand." in (tmp_path / "refused0").read_text(encoding="utf-8")


def test_a_hold_waits_for_a_confirmation_that_runs(tmp_path):
    """The hold comes after the order; the next order sees it."""
    race = Race(tmp_path)
    racer = race.start(partial(race.confirm_slowly, place=0))
    race.wait("confirmed")
    holder = race.start(race.hold)
    wait_for(lambda: rows(WAITING, [DB]) == [(1,)])
    assert rows(HELD, [race.debtor]) == [(0,)]
    race.touch("go")
    finish(racer)
    finish(holder)
    assert race.states() == ["sale", "draft"]
    assert rows(HELD, [race.debtor]) == [(1,)]
    race.run(partial(race.confirm, place=1))
    assert race.states() == ["sale", "draft"]
    assert race.refused() == 1
