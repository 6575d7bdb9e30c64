"""Today's collection run in the demo database, for real; for `odoo shell`.

What it makes lies in DEMO_OUT: letters.pdf, a statement, summary.json; the mails come
to the catcher that listens on DEMO_SMTP_PORT.
"""

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

import pytz

from odoo.tools.pdf import merge_pdf

from odoo.addons.collection_followup.demo import moment

OUT = Path(os.environ["DEMO_OUT"])
URL = os.environ["DEMO_URL"]
SMTP_PORT = int(os.environ["DEMO_SMTP_PORT"])
START = int(os.environ["CF_START"])
ADDON = "collection_followup"

OVERDUE = """
    SELECT currency.name, SUM(line.amount_residual_currency), COUNT(*)
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
      JOIN res_currency currency ON currency.id = line.currency_id
     WHERE account.account_type = 'asset_receivable'
       AND line.parent_state = 'posted'
       AND NOT line.reconciled
       AND line.company_id = %s
       AND line.date_maturity < %s
       AND line.amount_residual > 0
     GROUP BY currency.name
"""


def say(text):
    """Print a line of progress."""
    sys.stdout.write(f"       [{time.time() - START:3.0f}s] {text}\n")
    sys.stdout.flush()


def set_up(env):
    """Deliver mail to the catcher, and open Odoo at Collections."""
    env["mail.mail"].search([("state", "=", "outgoing")]).cancel()  # of Odoo's own demo
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {
            "name": "Demo",
            "smtp_host": "localhost",
            "smtp_port": SMTP_PORT,
            "smtp_encryption": "none",
        }
    )
    parameters = env["ir.config_parameter"]
    parameters.set_param("web.base.url", URL)
    parameters.set_param("report.url", URL)
    # the demo database is a clone: it may speak, for all it says goes to the catcher
    demo_company(env).action_collection_confirm_database()
    action = home_action(env)
    if action:
        env.ref("base.user_admin").action_id = action.id
    env.cr.commit()


def home_action(env):
    """Return the action of our first menu: the one that opens at Collections."""
    ids = env["ir.model.data"].search(
        [("module", "=", ADDON), ("model", "=", "ir.ui.menu")]
    )
    menus = env["ir.ui.menu"].browse(ids.mapped("res_id")).exists()
    menu = menus.filtered(lambda menu: not menu.parent_id)[:1]
    while menu and not menu.action:
        menu = menu.child_id[:1]
    return menu.action


def demo_company(env):
    """Return the company of the demo data."""
    return env.ref(f"{ADDON}.demo_company", raise_if_not_found=False) or env.company


def open_position(env, company):
    """Confirm the opening position as it is proposed; nothing is sent before."""
    if company.collection_opened_on:
        return
    wizard = env["collection.opening"].with_company(company).create({})
    wizard.action_next()
    wizard.action_confirm()
    env.cr.commit()


def run_today(env, company):
    """Run as the job of every morning does, and approve what waits for a person."""
    say("a run")
    run = env["collection.run"].with_company(company)._run(company, "manual")
    run.notice_ids.filtered(lambda notice: notice.state == "planned").action_approve()
    env.cr.commit()
    return run


def send_mails(env, run):
    """Deliver what waits in the mail queue, as its job does."""
    say("sending mails")
    env["mail.mail"].process_email_queue()
    run.notice_ids.message_id.date = moment.kept(env)
    env.cr.commit()
    env.invalidate_all()


def print_letters(env, notices):
    """Print the letters of the run into one file; return its number of pages."""
    batches = env["collection.letter.batch"]._for_notices(notices)
    if not batches:
        return 0
    batches.action_print()
    env.cr.commit()
    files = [batch.pdf_id.raw for batch in batches if batch.pdf_id]
    (OUT / "letters.pdf").write_bytes(files[0] if len(files) == 1 else merge_pdf(files))
    return sum(batches.mapped("pages"))


def write_statement(env, company):
    """Write the statement of who owes most; return its number of rows."""
    cases = env["collection.case"].search([("company_id", "=", company.id)])
    debtor = cases.sorted("overdue")[-1:].partner_id
    statements = env["collection.statement"].with_company(company)
    path = OUT / "statement.xlsx"
    statements._write_xlsx(str(path), company, debtor, company._collection_today())
    totals = statements._read_totals(company, debtor)
    return sum(count for count, _amount, _open in totals.values())


def skipped_by_reason(run):
    """Count the debtors that get nothing today, by the reason that was recorded."""
    skipped = run.line_ids.filtered(lambda line: line.action != "notice")
    counts = Counter(skipped.mapped("reason_code"))
    return {code.replace("_", " "): count for code, count in sorted(counts.items())}


def in_words(company, when):
    """Return a moment in UTC in words, where the company is."""
    zone = pytz.timezone(company._collection_tz())
    local = pytz.utc.localize(when).astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M}"


def waiting(company, run):
    """Count the e-mails that wait for contact hours, by the end of their wait."""
    queued = run.notice_ids.filtered(
        lambda notice: notice.email_state == "queued" and notice.email_waits_until
    )
    ends = Counter(queued.mapped("email_waits_until"))
    return {f"until {in_words(company, end)}": n for end, n in sorted(ends.items())}


def count_by(env, company, model, field):
    """Count the records of a company by the value of a field."""
    groups = env[model]._read_group(
        [("company_id", "=", company.id)], [field], ["__count"]
    )
    return dict(groups)


def holds_in_force(env, company):
    """Count the debtors on hold by effect; add the value of their orders."""
    held = env["collection.hold"].search(
        [("company_id", "=", company.id), ("state", "=", "active")]
    )
    touched = env["collection.hold"]._touched(company, held.partner_id)
    value = sum(quoted + ordered for quoted, ordered, _ids in touched.values())
    return dict(Counter(held.mapped("effect"))), value


def what_was_said(env, company):
    """Count promises, disputes and holds."""
    holds, touched = holds_in_force(env, company)
    mine = [("company_id", "=", company.id)]
    return {
        "commitments": count_by(env, company, "collection.commitment", "state"),
        "disputes": env["collection.dispute"].search_count(mine),
        "holds": holds,
        "orders_on_hold": {company.currency_id.name: touched},
    }


def read_ledger(env, company):
    """Return the overdue sum by currency and the number of overdue items."""
    env.cr.execute(OVERDUE, [company.id, company._collection_today()])
    rows = env.cr.fetchall()
    return {name: float(total) for name, total, _count in rows}, sum(
        count for _name, _total, count in rows
    )


def run_and_count(env):
    """Do everything once; return the summary."""
    company = demo_company(env)
    overdue, items = read_ledger(env, company)
    open_position(env, company)
    run = run_today(env, company)
    send_mails(env, run)
    say("printing letters")
    pages = print_letters(env, run.notice_ids)
    rows = write_statement(env, company)
    say("a second run, which must find nothing to do")
    second = run_today(env, company)
    return {
        "as_of": in_words(company, moment.kept(env)),
        "debtors": len(run.line_ids.case_id),
        "open_items": items,
        "overdue": overdue,
        "notices_sent": len(run.notice_ids.filtered(lambda n: n.state == "sent")),
        "notices_waiting": waiting(company, run),
        "notices_skipped": skipped_by_reason(run),
        "mails_delivered": len(list((OUT / "mails").glob("*.eml"))),
        "letters_pages": pages,
        "statement_rows": rows,
        "second_run_notices": len(second.notice_ids),
        **what_was_said(env, company),
    }


def main(env):
    """Run, and write the summary."""
    set_up(env)
    with moment.at(moment.kept(env)):
        summary = run_and_count(env)
    text = json.dumps(summary, indent=2, sort_keys=False, ensure_ascii=False)
    (OUT / "summary.json").write_text(text + "\n", encoding="utf-8")
