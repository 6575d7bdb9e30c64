"""The debtors with a story of their own, told as their collectors would."""

from datetime import datetime, time, timedelta

from markupsafe import Markup

from . import said, selling, tables

AFTERNOON = time(14, 30)


def tell(env, company, today):
    """Stops, calls, promises, disputes, orders; then judge everybody anew."""
    cases = _cases_by_key(env, company)
    _graces(cases)
    _pauses_and_stops(env, cases, today)
    _calls(env, cases, today)
    _reply(env, cases["kaltenegg"])
    _bounce(cases["cedarfork"])
    _old_debt(cases["valdearenas"], today)
    said.tell(env, cases, today)
    selling.quote(env, today)
    selling.hold(env, company, cases)
    env["collection.case"]._sync(company, None, today)._judge(today)


def _cases_by_key(env, company):
    cases = env["collection.case"].search([("company_id", "=", company.id)])
    by_debtor = {case.partner_id: case for case in cases}
    keys = [row["key"] for row in tables.rows("debtors")]
    debtors = {key: env.ref(tables.xml_id(key)) for key in keys}
    return {
        key: by_debtor[debtor] for key, debtor in debtors.items() if debtor in by_debtor
    }


def _graces(cases):
    """Two that pay by their own calendar."""
    cases["ashgrove"].grace_days = 10
    cases["neuenfurt"].grace_days = 7


def _pauses_and_stops(env, cases, today):
    manager = env.ref("collection_followup.demo_user_manager")
    cases["almgruber"]._pause(
        today + timedelta(days=11),
        "Replacement for the damaged delivery is on its way",
        manager,
    )
    cases["lindquist"]._stop(
        "insolvency", "Proceedings opened; administrator is Dr. Imke Jansen, Flensburg"
    )
    cases["hervelin"]._stop("lawyer", "Maître Coquerel writes for the debtor")


def _calls(env, cases, today):
    for row in tables.rows("calls"):
        case = cases[row["debtor"]]
        caller = case.user_id or env.ref("collection_followup.demo_user_collector")
        contact = case.partner_id.child_ids.filtered(
            lambda partner, name=row["contact"]: partner.name == name
        )
        next_on = row["next_in"] and today + timedelta(days=int(row["next_in"]))
        day = tables.ago(today, row["days_ago"])
        own = case.with_user(caller).with_context(mail_activity_quick_update=True)
        own._log_call(
            row["outcome"],
            {
                "contact_id": contact.id,
                "date": datetime.combine(day, AFTERNOON),
                "user_id": caller.id,
                "note": row["note"],
            },
            next_on or None,
        )


def _reply(env, case):
    """A reply by e-mail that nobody has read yet."""
    sender = case.partner_id.child_ids[:1]
    body = Markup(
        "Guten Tag,<br/>die Rechnung vom letzten Monat liegt noch bei der Bauleitung, "
        "weil die Stückzahl nicht mit dem Lieferschein übereinstimmt. Können Sie uns "
        "den Lieferschein noch einmal schicken?<br/>Mit freundlichen Grüßen<br/>"
        "Verena Falch"
    )
    message = case.message_post(
        body=body,
        author_id=sender.id,
        email_from=sender.email_formatted,
        message_type="email",
        subtype_xmlid="mail.mt_comment",
    )
    case._hear(
        {
            "author_id": sender.id,
            "email_from": sender.email_formatted,
            "subject": message.subject,
            "body": body,
        }
    )


def _bounce(case):
    """A contact whose mailbox is gone."""
    contact = case.partner_id.child_ids[:1]
    notice = case.notice_ids.filtered(lambda notice: notice.email_state == "sent")[:1]
    bouncing = case.with_context(
        collection_bounce_reason="550 5.1.1 The email account does not exist"
    )
    bouncing._receive_bounce(contact.email, contact, notice)


def _old_debt(case, today):
    """What was forgotten for years: a task of the opening position."""
    note = "The oldest invoice is four years old: ask a lawyer before it is claimed."
    deadline = today + timedelta(days=3)
    case._quietly()._add_tasks("limitation", [(case, deadline, "", note, None)])
