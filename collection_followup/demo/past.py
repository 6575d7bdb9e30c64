"""Twelve weeks of history: what was paid, and what was sent week by week."""

from datetime import datetime, time, timedelta

from . import payments, tables

# days before today; the last run was only for some
RUNS = (84, 70, 63, 56, 49, 42, 35, 28, 21, 14)
LATEST, FEW = 5, ("blue", "corr", "duva", "ferr", "glen", "lark", "pete", "robl")
MORNING = time(9, 12)


def walk(env, company, today):
    """Live through the last weeks: book what came in, then run collections.

    Documents were posted on their dates, whatever the events of today say.
    """
    pairs = payments.invoices_by_row(env)
    calendar = company._collection_calendar(today)
    for days in (*RUNS, LATEST):
        pairs = _book(env, today, pairs, days)
        _forget_events(env, company)
        day = calendar.next_working(today - timedelta(days=days))
        _run_on(env, company, day, _few(env) if days == LATEST else None)
    _book(env, today, pairs, 0)
    _forget_events(env, company)


def _few(env):
    """The debtors of the last run."""
    keys = [row["key"] for row in tables.rows("debtors")]
    chosen = [key for key in keys if key.startswith(FEW)]
    return env["res.partner"].union(*(env.ref(tables.xml_id(key)) for key in chosen))


def _book(env, today, pairs, days):
    """Book what came in until so many days ago; return what is left."""
    late = [pair for pair in pairs if int(pair[0]["paid_ago"] or -1) >= days]
    payments.receive(env, today, late)
    return [pair for pair in pairs if pair not in late]


def _forget_events(env, company):
    events = env["collection.event"]
    events._write_marks()
    events.search([("company_id", "=", company.id)]).unlink()


def _run_on(env, company, day, debtors):
    """Run as on a day of the past; everything planned leaves on that day."""
    cases = env["collection.case"]._sync(company, debtors, day)
    assign(env, cases)
    run = env["collection.run"]._run(company, "auto", day, debtors)
    notices = run.notice_ids
    notices.filtered(lambda notice: notice.state == "planned")._open_channels()
    notices._fill_words()
    for channel in ("email", "letter", "call"):
        notices.filtered(
            lambda notice, channel=channel: notice[f"by_{channel}"]
        )._mark_sent(channel, day)
    _date_back(env, notices, datetime.combine(day, MORNING))
    run.write({"started_at": run.date, "ended_at": run.date})


def assign(env, cases):
    """Give new cases to their collectors."""
    users = {
        row["key"]: env.ref(f"collection_followup.demo_user_{row['collector']}")
        for row in tables.rows("debtors")
        if row["collector"]
    }
    debtors = {env.ref(tables.xml_id(key)): user for key, user in users.items()}
    new = cases.filtered(lambda case: not case.user_id)
    for user, group in new.grouped(
        lambda case: debtors.get(case.partner_id, env["res.users"])
    ).items():
        group.user_id = user


def _date_back(env, notices, moment):
    """Let mails, messages and contacts carry the day on which they were."""
    mails = notices.mail_ids
    mails.write({"state": "sent", "date": moment})
    env["mail.notification"].search(
        [("mail_mail_id", "in", mails.ids)]
    ).notification_status = "sent"
    interactions = env["collection.interaction"]
    interactions.search([("notice_id", "in", notices.ids)]).date = moment
    tasks = notices.case_id.activity_ids
    tasks.filtered(lambda task: task.activity_category == "phonecall").unlink()
