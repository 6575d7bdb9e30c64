# Runs inside `odoo shell`: a run of collections beside the raw SQL floor.
import os
import sys

sys.path.insert(0, os.environ["BENCHMARKS"])
from floor import INSERT, SELECT, TABLE
from measure import measure

from odoo import Command

company = env.company
today = company._collection_today()
# the figures must not depend on the day on which they are taken
company.resource_calendar_id = env["resource.calendar"].create(
    {
        "name": "Every day",
        "attendance_ids": [
            Command.create(
                {"name": day, "dayofweek": day, "hour_from": 8, "hour_to": 16}
            )
            for day in "0123456"
        ],
    }
)
company.write({"collection_opened_on": today, "collection_bank_stale_days": 0})
strategy = company.collection_strategy_id
strategy.stage_ids.approval = "always"  # deciding and recording, not sending
strategy.action_confirm()
env["collection.event"].search([]).unlink()
Line = env["account.move.line"]
env.cr.execute(
    "SELECT COUNT(*) FROM account_move_line l WHERE l.date_maturity < %s AND "
    "l.amount_residual > 0 AND l.reconciled IS NOT TRUE AND l.parent_state = 'posted'",
    [today],
)
(size,) = env.cr.fetchone()
env.cr.commit()

sql = Line._collection_open_sql(company)
where = (
    env.cr.mogrify(sql.code, sql.params).decode().replace("{", "{{").replace("}", "}}")
)
with measure(env, "raw SQL: sum of open items by debtor", size):
    env.cr.execute(SELECT.format(where=where))
    env.cr.fetchall()
env.cr.execute(TABLE)
with measure(env, "raw SQL: write one line an overdue item", size):
    env.cr.execute(INSERT.format(where=where, stage=strategy.stage_ids[:1].id))
env.cr.execute("DROP TABLE bench_line")
env.cr.commit()

with measure(env, "read open items", size):
    Line._read_open_items(company)
with measure(env, "open cases and read how debtors paid", size):
    env["collection.case"].sudo()._sync(company, today=today)
env.cr.commit()
with measure(env, "dry run", size):
    env["collection.run"]._run(company, "dry", today)
with measure(env, "run: decide and record", size):
    run = env["collection.run"]._run(company, "manual", today)
with measure(env, "second run", size):
    env["collection.run"]._run(company, "manual", today)
