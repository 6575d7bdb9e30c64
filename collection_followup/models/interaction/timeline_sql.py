"""The sources of the timeline: one SELECT for each, all with the same columns.

Each row: source id, case, date, moment (UTC, or none), kind, event, who of us, who
of them, document, text, code, day, amount, currency, model and id to open.
"""

# what is kept of a case: what was said, promised, contested, held
SAID = """
    SELECT i.id, i.case_id, (i.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
           i.date, 'contact', i.kind, i.user_id, i.contact_id, i.direction, i.note,
           i.outcome, NULL::date, NULL::numeric, NULL::int,
           'collection.interaction', i.id
      FROM collection_interaction i
     WHERE i.notice_id IS NULL OR i.outcome IS DISTINCT FROM 'sent'
"""
SENT = """
    SELECT n.id, n.case_id, n.sent_on, NULL::timestamp, 'notice', 'sent', n.user_id,
           n.contact_id, n.name, n.subject, n.state, n.pay_by, n.amount,
           company.currency_id, 'collection.notice', n.id
      FROM collection_notice n JOIN res_company company ON company.id = n.company_id
     WHERE n.sent_on IS NOT NULL
"""
PROMISED = """
    SELECT p.id, p.case_id, p.promised_on, p.create_date, 'promise', 'promised',
           p.user_id, p.contact_id, p.reference, p.note, p.way, p.date, p.amount,
           p.currency_id, 'collection.commitment', p.id
      FROM collection_commitment p
"""
JUDGED = """
    SELECT p.id, p.case_id,
           COALESCE(CASE p.state WHEN 'kept' THEN p.paid_on
                                 WHEN 'broken' THEN p.broken_on END,
                    p.judged_at::date, p.write_date::date),
           p.judged_at, 'promise', p.state, NULL::int, p.contact_id, p.reference,
           p.reason, p.way, p.date, p.amount, p.currency_id,
           'collection.commitment', p.id
      FROM collection_commitment p
     WHERE p.state IN ('kept', 'partly', 'broken', 'postponed', 'cancelled')
"""
CONTESTED = """
    SELECT d.id, d.case_id, d.opened_on, d.create_date, 'dispute', 'opened',
           d.user_id, d.contact_id, d.document, d.note, NULL, d.deadline, d.amount,
           d.currency_id, 'collection.dispute', d.id
      FROM collection_dispute d
"""
SETTLED = """
    SELECT d.id, d.case_id, d.closed_on, NULL::timestamp, 'dispute', 'closed',
           d.user_id, d.contact_id, d.document, d.note, d.state, d.pay_by, d.amount,
           d.currency_id, 'collection.dispute', d.id
      FROM collection_dispute d
     WHERE d.closed_on IS NOT NULL
"""
HELD = """
    SELECT h.id, h.case_id, h.since, h.create_date, 'hold', 'held', h.user_id,
           NULL::int, NULL, h.reason, h.effect, h.until, h.amount,
           company.currency_id, 'collection.hold', h.id
      FROM collection_hold h JOIN res_company company ON company.id = h.company_id
     WHERE h.state <> 'proposed'
"""
FREED = """
    SELECT h.id, h.case_id, h.ended_on, h.write_date, 'hold', 'freed', h.ended_by_id,
           NULL::int, NULL, h.end_reason, h.effect, NULL::date, NULL::numeric,
           NULL::int, 'collection.hold', h.id
      FROM collection_hold h
     WHERE h.ended_on IS NOT NULL
"""
RELEASED = """
    SELECT r.id, r.case_id,
           (r.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date, r.date,
           'hold', 'released', r.user_id, NULL::int, sale.name, r.reason, r.scope,
           r.until, r.amount, company.currency_id, 'collection.hold.release', r.id
      FROM collection_hold_release r
      JOIN res_company company ON company.id = r.company_id
 LEFT JOIN sale_order sale ON sale.id = r.order_id
"""

# what the ledger and the orders say of the debtor: found through his contacts
OWED = """
      JOIN res_partner contact ON contact.id = line.partner_id
      JOIN res_company company ON company.id = line.company_id
      JOIN collection_case c ON c.partner_id = contact.commercial_partner_id
       AND c.company_id = split_part(company.parent_path, '/', 1)::int
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
       AND account.non_trade IS NOT TRUE
"""
INVOICED = f"""
    SELECT line.id, c.id, COALESCE(move.invoice_date, move.date), NULL::timestamp,
           'invoice',
           CASE WHEN move.move_type = 'out_refund' THEN 'refund' ELSE 'invoice' END,
           move.invoice_user_id, NULL::int, move.name, move.ref, NULL,
           line.date_maturity, line.amount_currency, line.currency_id,
           'account.move', move.id
      FROM account_move_line line {OWED}
      JOIN account_move move ON move.id = line.move_id
       AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
     WHERE line.parent_state = 'posted'
"""
DUE = f"""
    SELECT line.id, c.id, line.date_maturity, NULL::timestamp, 'invoice', 'due',
           NULL::int, NULL::int, move.name, move.ref, NULL, line.date_maturity,
           line.amount_currency, line.currency_id, 'account.move', move.id
      FROM account_move_line line {OWED}
      JOIN account_move move ON move.id = line.move_id
       AND move.move_type IN ('out_invoice', 'out_receipt')
     WHERE line.parent_state = 'posted' AND line.date_maturity < %(today)s
"""
PAID = f"""
    SELECT part.id, c.id, part.max_date, part.create_date, 'payment',
           CASE WHEN payer.move_type = 'out_refund' THEN 'credited' ELSE 'paid' END,
           part.create_uid, NULL::int, move.name, payer.name, NULL, NULL::date,
           part.debit_amount_currency, line.currency_id, 'account.move', payer.id
      FROM account_move_line line {OWED}
      JOIN account_partial_reconcile part ON part.debit_move_id = line.id
      JOIN account_move move ON move.id = line.move_id
      JOIN account_move_line credit ON credit.id = part.credit_move_id
      JOIN account_move payer ON payer.id = credit.move_id
"""
CAME_BACK = f"""
    SELECT line.id, c.id, item.returned_on, NULL::timestamp, 'payment', 'returned',
           NULL::int, NULL::int, move.name, NULL, NULL, NULL::date,
           line.amount_residual_currency, line.currency_id, 'account.move', move.id
      FROM account_move_line line {OWED}
      JOIN collection_item item ON item.line_id = line.id
       AND item.returned_on IS NOT NULL
      JOIN account_move move ON move.id = line.move_id
"""
REGISTERED = """
    SELECT pay.id, c.id, pay.date, NULL::timestamp, 'payment', 'registered',
           pay.create_uid, NULL::int, pay.name, pay.memo, NULL, NULL::date,
           pay.amount, pay.currency_id, 'account.payment', pay.id
      FROM account_payment pay
      JOIN res_partner contact ON contact.id = pay.partner_id
      JOIN res_company company ON company.id = pay.company_id
      JOIN collection_case c ON c.partner_id = contact.commercial_partner_id
       AND c.company_id = split_part(company.parent_path, '/', 1)::int
     WHERE pay.move_id IS NULL AND pay.state IN ('in_process', 'paid')
       AND pay.payment_type = 'inbound' AND pay.partner_type = 'customer'
"""
ORDERED = """
    SELECT sale.id, c.id,
           (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
           sale.date_order, 'order', 'ordered', sale.user_id, NULL::int, sale.name,
           sale.client_order_ref, NULL, NULL::date, sale.amount_total,
           sale.currency_id, 'sale.order', sale.id
      FROM sale_order sale
      JOIN res_partner contact ON contact.id = sale.partner_invoice_id
      JOIN res_company company ON company.id = sale.company_id
      JOIN collection_case c ON c.partner_id = contact.commercial_partner_id
       AND c.company_id = split_part(company.parent_path, '/', 1)::int
     WHERE sale.state = 'sale'
"""

WAITS = """
    SELECT sale.id, c.id,
           (sale.collection_waiting_since AT TIME ZONE 'UTC'
            AT TIME ZONE %(tz)s)::date,
           sale.collection_waiting_since, 'order', 'waits', sale.user_id, NULL::int,
           sale.name, sale.collection_waiting_reason, NULL, NULL::date,
           sale.amount_total, sale.currency_id, 'sale.order', sale.id
      FROM sale_order sale
      JOIN res_partner contact ON contact.id = sale.partner_invoice_id
      JOIN res_company company ON company.id = sale.company_id
      JOIN collection_case c ON c.partner_id = contact.commercial_partner_id
       AND c.company_id = split_part(company.parent_path, '/', 1)::int
     WHERE sale.collection_waiting
"""

# each source has its number for good: it is part of the ids (16 at most)
SOURCES = {
    0: ("sale.id", WAITS),
    1: ("i.id", SAID),
    2: ("n.id", SENT),
    3: ("p.id", PROMISED),
    4: ("p.id", JUDGED),
    5: ("d.id", CONTESTED),
    6: ("d.id", SETTLED),
    7: ("h.id", HELD),
    8: ("h.id", FREED),
    9: ("r.id", RELEASED),
    10: ("line.id", INVOICED),
    11: ("line.id", DUE),
    12: ("part.id", PAID),
    13: ("line.id", CAME_BACK),
    14: ("pay.id", REGISTERED),
    15: ("sale.id", ORDERED),
}
