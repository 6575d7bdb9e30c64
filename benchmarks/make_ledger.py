#!/usr/bin/env python3
"""Fill an Odoo 19 database with a synthetic accounts-receivable ledger.

Pure SQL (INSERT ... SELECT over generate_series) through psycopg2: 1,000,000
posted customer invoices take a few minutes.  The rows are complete enough for
the ORM: posted, sequence names that continue the journal's own sequence,
payment_state, residuals, receivable and product lines, payments
(account.payment + their entries), partial and full reconciliations.  So
`amount_residual`, `payment_state` and `reconciled` recompute to the same
values, and a payment can be registered on any of the open invoices.

The database must have the `account` module installed with a chart of accounts
(a sale journal, a bank journal, a reconcilable receivable account).

What is made
------------
* N customers (companies); every 5th also gets a child invoice contact with its
  own e-mail, which is then the invoice's `partner_id` (the commercial partner
  is on the receivable line, as Odoo does it).
* M invoices.  The customer of an invoice is skewed (`--skew`): with the default
  2.5, the top 1% of the customers have about 16% of the invoices, the top 10%
  about 40%.
* Exactly `--overdue` invoices are open and past due at `--as-of` (default 10%
  of M), exactly `--not-due` are open and not yet due (default 5%), the rest is
  paid.  Due dates run from 400 days before to 60 days after `--as-of`; overdue
  ones lean towards the recent past.
* Of the overdue invoices, `--partial` (10%) are partly paid.
* Paid invoices are paid in batches: one payment per customer, currency and week.
* `--foreign` part of the customers are invoiced in a second currency (EUR at
  0.8 per company currency unit), so amount_currency differs from balance.
* `--credit-limit` part of the customers get a company dependent credit limit.
* `--companies` K: customers are spread over the first K companies that have a
  sale and a bank journal (default 1).

Every value is a hash of (row number, salt, seed), so the same arguments on the
same starting database give the same ledger, whatever the query plan is.

Arguments
---------
  --db NAME          database (required); other connection settings from the
                     usual PG* environment variables
  --partners N       customers (default 1000)
  --invoices M       posted invoices (default 10000)
  --overdue K        open overdue invoices, exactly (default 0.10 * M)
  --not-due J        open invoices not due yet, exactly (default 0.05 * M)
  --partial R        share of the overdue that is partly paid (default 0.10)
  --foreign R        share of customers invoiced in EUR (default 0)
  --credit-limit R   share of customers with a credit limit (default 0.3)
  --companies K      companies to use (default 1)
  --skew S           skew of invoices over customers, 1 = even (default 2.5)
  --as-of DATE       "today" of the ledger (default: the server's today)
  --seed S           default 19
  --keep-indexes     do not drop and rebuild the secondary indexes while loading
                     (done by default from 50,000 invoices on)

Prints one JSON object: what was made and the seconds each step took.
Everything runs in one transaction: a failure leaves the database as it was.
Nobody else should be connected.  Needs a superuser role (it sets
session_replication_role to skip the foreign key triggers while loading).

Example:  make_ledger.py --db bench --partners 20000 --invoices 1000000
"""

import argparse
import json
import time

import psycopg2

TABLES = (
    "res_partner",
    "account_move",
    "account_move_line",
    "account_payment",
    "account_partial_reconcile",
    "account_full_reconcile",
    "account_move__account_payment",
)


class Loader:
    def __init__(self, cr):
        self.cr = cr
        self.t0 = time.time()
        self.steps = {}

    def step(self, name, sql, params=None):
        t = time.time()
        self.cr.execute(sql, params)
        self.steps[name] = round(self.steps.get(name, 0) + time.time() - t, 2)
        return self.cr.rowcount

    def one(self, sql, params=None):
        self.cr.execute(sql, params)
        return self.cr.fetchone()

    def columns(self, table):
        self.cr.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = 'public'",
            (table,),
        )
        return {r[0] for r in self.cr.fetchall()}

    def insert(self, name, table, values, tail, params=None):
        """INSERT INTO table (existing columns of values) SELECT ... tail."""
        have = self.columns(table)
        cols = [c for c in values if c in have]
        return self.step(
            name,
            "INSERT INTO %s (%s) SELECT %s %s"
            % (table, ", ".join(cols), ", ".join(values[c] for c in cols), tail),
            params,
        )


def parse():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--db", required=True)
    p.add_argument("--partners", type=int, default=1000)
    p.add_argument("--invoices", type=int, default=10000)
    p.add_argument("--overdue", type=int)
    p.add_argument("--not-due", type=int)
    p.add_argument("--partial", type=float, default=0.10)
    p.add_argument("--foreign", type=float, default=0.0)
    p.add_argument("--credit-limit", type=float, default=0.3)
    p.add_argument("--companies", type=int, default=1)
    p.add_argument("--skew", type=float, default=2.5)
    p.add_argument("--as-of")
    p.add_argument("--seed", type=int, default=19)
    p.add_argument("--keep-indexes", action="store_true")
    a = p.parse_args()
    a.overdue = round(a.invoices * 0.10) if a.overdue is None else a.overdue
    a.not_due = round(a.invoices * 0.05) if a.not_due is None else a.not_due
    if a.overdue + a.not_due > a.invoices:
        p.error("--overdue plus --not-due exceed --invoices")
    return a


def coprime_step(m):
    from math import gcd

    for prime in (2654435761, 1000003, 999983, 7919, 104729):
        if gcd(prime, m) == 1:
            return prime % m or 1
    return 1


def main():
    a = parse()
    cnx = psycopg2.connect(dbname=a.db)
    cr = cnx.cursor()
    ld = Loader(cr)
    cr.execute("SET LOCAL work_mem = '256MB'")
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cr.execute("SET LOCAL synchronous_commit = off")
    cr.execute("SET LOCAL session_replication_role = replica")
    cr.execute("SET LOCAL jit = off")
    as_of = ld.one("SELECT COALESCE(%s::date, CURRENT_DATE)", (a.as_of,))[0]

    # u(i, salt): a number in [0, 1) that depends on row, salt and seed only
    cr.execute(
        """
        CREATE FUNCTION pg_temp.u(i bigint, salt int) RETURNS float8
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
          SELECT ((hashint8extended(i, %d::bigint * 1000 + salt) >> 11)
                  & 9007199254740991)::float8 / 9007199254740992.0 $$"""
        % a.seed
    )

    # one row per company used
    cr.execute(
        """
        CREATE TEMP TABLE g_co ON COMMIT DROP AS
        SELECT row_number() OVER (ORDER BY c.id) - 1 AS k, c.id, c.currency_id,
               c.partner_id, sj.id AS sale_journal, sj.code AS sale_code,
               sj.default_account_id AS income, bj.id AS bank_journal,
               bj.code AS bank_code, bj.default_account_id AS bank_account,
               rec.id AS receivable,
               (SELECT l.id FROM account_payment_method_line l
                 JOIN account_payment_method pm ON pm.id = l.payment_method_id
                WHERE l.journal_id = bj.id AND pm.payment_type = 'inbound'
                ORDER BY l.sequence, l.id LIMIT 1) AS method_line
        FROM res_company c
        JOIN LATERAL (SELECT * FROM account_journal j WHERE j.company_id = c.id
                      AND j.type = 'sale' AND j.active ORDER BY j.sequence, j.id LIMIT 1) sj ON TRUE
        JOIN LATERAL (SELECT * FROM account_journal j WHERE j.company_id = c.id
                      AND j.type = 'bank' AND j.active ORDER BY j.sequence, j.id LIMIT 1) bj ON TRUE
        JOIN LATERAL (
            SELECT acc.id FROM account_account acc
            JOIN account_account_res_company_rel r ON r.account_account_id = acc.id
            LEFT JOIN ir_default d ON d.company_id = c.id AND d.user_id IS NULL
                 AND d.condition IS NULL AND d.json_value = acc.id::text
                 AND d.field_id = (SELECT id FROM ir_model_fields WHERE model = 'res.partner'
                                   AND name = 'property_account_receivable_id')
            WHERE r.res_company_id = c.id AND acc.account_type = 'asset_receivable'
              AND acc.reconcile AND acc.active
            ORDER BY (d.id IS NULL), acc.id LIMIT 1) rec ON TRUE
        ORDER BY c.id LIMIT %s""",
        (a.companies,),
    )
    n_co = ld.one("SELECT count(*) FROM g_co")[0]
    if n_co < a.companies:
        raise SystemExit("only %d companies have a sale and a bank journal" % n_co)

    # ---------------------------------------------------------------- currency
    eur = None
    if a.foreign:
        eur = ld.one("SELECT id FROM res_currency WHERE name = 'EUR'")[0]
        cr.execute("UPDATE res_currency SET active = TRUE WHERE id = %s", (eur,))
        cr.execute(
            """INSERT INTO res_currency_rate (name, rate, currency_id, company_id,
                             create_uid, write_uid, create_date, write_date)
            SELECT %s::date - 800, 0.8, %s, id, 1, 1, now(), now() FROM g_co
            ON CONFLICT DO NOTHING""",
            (as_of, eur),
        )

    # ---------------------------------------------------------------- indexes
    indexes = []
    if a.invoices >= 50000 and not a.keep_indexes:
        cr.execute(
            """
            SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
            FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
            WHERE t.relname = ANY(%s) AND t.relname <> 'res_partner'
              AND NOT i.indisprimary AND NOT i.indisunique
              AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
        """,
            (list(TABLES),),
        )
        indexes = cr.fetchall()
        for name, _ddl in indexes:
            ld.step("drop_indexes", "DROP INDEX %s" % name)

    # --------------------------------------------------------------- partners
    p_base = ld.one("SELECT COALESCE(max(id), 0) FROM res_partner")[0]
    cr.execute(
        "CREATE TEMP TABLE g_par ON COMMIT DROP AS SELECT i, %s + i AS pid,"
        " CASE WHEN i %% 5 = 0 THEN %s + %s + i / 5 END AS contact_id,"
        " (i %% %s) AS k, pg_temp.u(i, 1) < %s AS is_foreign,"
        " CASE WHEN pg_temp.u(i, 2) < %s"
        "   THEN round((5000 * exp(3 * pg_temp.u(i, 3)))::numeric, -2) END AS climit"
        " FROM generate_series(1, %s) i",
        (p_base, p_base, a.partners, n_co, a.foreign, a.credit_limit, a.partners),
    )
    country = ld.one("SELECT id FROM res_country WHERE code = 'US'")[0]
    common = {
        "create_uid": "1",
        "write_uid": "1",
        "create_date": "now()",
        "write_date": "now()",
        "lang": "'en_US'",
        "tz": "'UTC'",
        "active": "TRUE",
        "partner_share": "TRUE",
        "autopost_bills": "'ask'",
        "color": "0",
        "message_bounce": "0",
        "supplier_rank": "0",
        "country_id": str(country),
        "employee": "FALSE",
    }
    full = "'Ledger Customer ' || lpad(i::text, 6, '0')"
    ld.insert(
        "partners",
        "res_partner",
        dict(
            common,
            id="pid",
            name=full,
            complete_name=full,
            is_company="TRUE",
            type="'contact'",
            commercial_partner_id="pid",
            commercial_company_name=full,
            customer_rank="1",
            street="(100 + i % 900) || ' Main Street'",
            city="'Springfield'",
            zip="lpad((i % 99999)::text, 5, '0')",
            email="'ap' || i || '@ledger.example.com'",
            email_normalized="'ap' || i || '@ledger.example.com'",
            phone="'+1 555 ' || lpad((i % 10000000)::text, 7, '0')",
            credit_limit="CASE WHEN climit IS NOT NULL THEN jsonb_build_object(c.id::text, climit) END",
        ),
        "FROM g_par JOIN g_co c USING (k) ORDER BY i",
    )
    contact = "'Invoices Desk ' || lpad(i::text, 6, '0')"
    ld.insert(
        "partners",
        "res_partner",
        dict(
            common,
            id="contact_id",
            parent_id="pid",
            name=contact,
            complete_name=full + " || ', ' || " + contact,
            is_company="FALSE",
            type="'invoice'",
            commercial_partner_id="pid",
            commercial_company_name=full,
            customer_rank="1",
            street="(100 + i % 900) || ' Main Street'",
            city="'Springfield'",
            zip="lpad((i % 99999)::text, 5, '0')",
            email="'invoices' || i || '@ledger.example.com'",
            email_normalized="'invoices' || i || '@ledger.example.com'",
        ),
        "FROM g_par WHERE contact_id IS NOT NULL ORDER BY i",
    )
    cr.execute("CREATE UNIQUE INDEX ON g_par (i); ANALYZE g_par")

    # --------------------------------------------------------------- invoices
    m_base = ld.one("SELECT COALESCE(max(id), 0) FROM account_move")[0]
    l_base = ld.one("SELECT COALESCE(max(id), 0) FROM account_move_line")[0]
    step = coprime_step(a.invoices) if a.invoices > 1 else 1
    ld.step(
        "plan_invoices",
        """
        CREATE TEMP TABLE g_inv ON COMMIT DROP AS
        WITH r AS (
          SELECT i, (i * %(step)s::bigint) %% %(m)s AS rank,
                 1 + floor(%(n)s * power(pg_temp.u(i, 10), %(skew)s))::int AS p,
                 pg_temp.u(i, 11) AS u_due, pg_temp.u(i, 12) AS u_term,
                 pg_temp.u(i, 13) AS u_amt, pg_temp.u(i, 14) AS u_pay,
                 pg_temp.u(i, 15) AS u_part, pg_temp.u(i, 16) AS u_frac
          FROM generate_series(1, %(m)s) i
        ), s AS (
          SELECT r.*, CASE WHEN rank < %(overdue)s THEN
                        CASE WHEN u_part < %(partial)s THEN 'partial' ELSE 'overdue' END
                      WHEN rank < %(overdue)s + %(notdue)s THEN 'notdue' ELSE 'paid' END AS st,
                 (ARRAY[0, 15, 30, 30, 30, 45, 60])[1 + floor(u_term * 7)::int] AS term,
                 round((20 * exp(6.5 * u_amt * u_amt))::numeric, 2) AS amt_cur
          FROM r
        ), d AS (
          SELECT s.*, %(as_of)s::date + CASE st
                   WHEN 'notdue' THEN floor(u_due * 61)::int
                   WHEN 'paid' THEN -400 + floor(u_due * 461)::int
                   ELSE -1 - floor(400 * power(u_due, 1.6))::int END AS due
          FROM s
        ), e AS (
          SELECT d.*, LEAST(due - term, %(as_of)s::date) AS inv_date
          FROM d
        )
        SELECT e.i, %(mb)s + e.i AS mid, e.st, e.due, e.inv_date,
               e.amt_cur,
               CASE WHEN p.is_foreign THEN round(e.amt_cur / 0.8, 2) ELSE e.amt_cur END AS amt,
               -- paid by then (money of the first payment, in the invoice currency)
               CASE WHEN e.st = 'paid' THEN e.amt_cur
                    WHEN e.st = 'partial' THEN GREATEST(0.01, round(e.amt_cur * (0.1 + 0.8 * e.u_frac)::numeric, 2))
                    ELSE 0 END AS paid_cur,
               CASE WHEN e.st IN ('paid', 'partial') THEN LEAST(%(as_of)s::date,
                    GREATEST(e.inv_date, e.due - 5 + floor(60 * power(e.u_pay, 2))::int)) END AS pay_date,
               p.pid, COALESCE(p.contact_id, p.pid) AS inv_pid,
               CASE WHEN p.is_foreign THEN %(eur)s::int ELSE c.currency_id END AS cur,
               p.is_foreign, c.id AS co, c.currency_id AS co_cur, c.k
        FROM e JOIN g_par p ON p.i = e.p JOIN g_co c ON c.k = p.k
    """,
        dict(
            step=step,
            m=a.invoices,
            n=a.partners,
            skew=a.skew,
            overdue=a.overdue,
            notdue=a.not_due,
            partial=a.partial,
            as_of=as_of,
            mb=m_base,
            eur=eur,
        ),
    )
    # names continue the journal's yearly sequence
    ld.step(
        "plan_invoices",
        """
        ALTER TABLE g_inv ADD COLUMN num int, ADD COLUMN prefix text, ADD COLUMN paid numeric;
        WITH x AS (
          SELECT g.i, c.sale_code || '/' || date_part('year', g.inv_date) || '/' AS prefix,
                 row_number() OVER (PARTITION BY g.co, date_part('year', g.inv_date)
                                    ORDER BY g.inv_date, g.i) AS rn, c.sale_journal
          FROM g_inv g JOIN g_co c USING (k)
        ), mx AS (
          SELECT journal_id, sequence_prefix, max(sequence_number) AS n
          FROM account_move WHERE journal_id IN (SELECT sale_journal FROM g_co) GROUP BY 1, 2
        )
        UPDATE g_inv SET num = x.rn + COALESCE(mx.n, 0), prefix = x.prefix,
               paid = CASE WHEN g_inv.st = 'paid' THEN g_inv.amt
                           WHEN g_inv.is_foreign THEN round(g_inv.paid_cur / 0.8, 2)
                           ELSE g_inv.paid_cur END
        FROM x LEFT JOIN mx ON mx.journal_id = x.sale_journal AND mx.sequence_prefix = x.prefix
        WHERE x.i = g_inv.i""",
    )
    cr.execute("ANALYZE g_inv")
    name = "g.prefix || lpad(g.num::text, GREATEST(5, length(g.num::text)), '0')"

    # --------------------------------------------------------------- payments
    ld.step(
        "plan_payments",
        """
        CREATE TEMP TABLE g_pay ON COMMIT DROP AS
        WITH b AS (
          SELECT co, pid, cur, is_foreign, k, (st = 'partial') AS part,
                 CASE WHEN st = 'partial' THEN i ELSE 0 END AS one, date_trunc('week', pay_date)::date AS wk,
                 max(pay_date) AS pdate, sum(paid_cur) AS amt_cur, sum(paid) AS amt, min(i) AS first_i
          FROM g_inv WHERE pay_date IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
        )
        SELECT row_number() OVER (ORDER BY pdate, first_i) AS b, b.*,
               row_number() OVER (PARTITION BY co, date_part('year', pdate) ORDER BY pdate, first_i) AS rn
        FROM b""",
    )
    n_pay = ld.one("SELECT count(*) FROM g_pay")[0]
    cr.execute(
        "CREATE UNIQUE INDEX ON g_pay (co, pid, cur, part, one, wk); ANALYZE g_pay"
    )
    ap_base = ld.one("SELECT COALESCE(max(id), 0) FROM account_payment")[0]
    fr_base = ld.one("SELECT COALESCE(max(id), 0) FROM account_full_reconcile")[0]
    pr_base = ld.one("SELECT COALESCE(max(id), 0) FROM account_partial_reconcile")[0]
    pm_base = m_base + a.invoices  # payment entries' move ids
    pl_base = l_base + 2 * a.invoices  # their lines: bank 2b-1, receivable 2b
    ld.step(
        "plan_payments",
        """
        ALTER TABLE g_inv ADD COLUMN b bigint;
        UPDATE g_inv g SET b = p.b FROM g_pay p
        WHERE g.pay_date IS NOT NULL AND p.co = g.co AND p.pid = g.pid AND p.cur = g.cur
          AND p.part = (g.st = 'partial') AND p.one = CASE WHEN g.st = 'partial' THEN g.i ELSE 0 END
          AND p.wk = date_trunc('week', g.pay_date)::date""",
    )
    cr.execute("ANALYZE g_inv")
    ld.step(
        "plan_payments",
        """
        CREATE TEMP TABLE g_prt ON COMMIT DROP AS
        SELECT %s + row_number() OVER (ORDER BY b, i) AS id, i, b FROM g_inv WHERE b IS NOT NULL
    """,
        (pr_base,),
    )
    cr.execute("CREATE UNIQUE INDEX ON g_prt (i); ANALYZE g_prt")

    # ------------------------------------------------------------------ moves
    audit = {
        "create_uid": "2",
        "write_uid": "2",
        "create_date": "now()",
        "write_date": "now()",
    }
    ld.insert(
        "invoices",
        "account_move",
        dict(
            audit,
            id="g.mid",
            sequence_prefix="g.prefix",
            sequence_number="g.num",
            name=name,
            payment_reference=name,
            journal_id="c.sale_journal",
            company_id="c.id",
            partner_id="g.inv_pid",
            commercial_partner_id="g.pid",
            partner_shipping_id="g.inv_pid",
            currency_id="g.cur",
            invoice_user_id="2",
            state="'posted'",
            move_type="'out_invoice'",
            auto_post="'no'",
            invoice_partner_display_name="par.complete_name",
            payment_state="CASE g.st WHEN 'paid' THEN 'paid' WHEN 'partial' THEN 'partial' ELSE 'not_paid' END",
            date="g.inv_date",
            invoice_date="g.inv_date",
            invoice_date_due="g.due",
            delivery_date="g.inv_date",
            invoice_currency_rate="CASE WHEN g.is_foreign THEN 0.8 ELSE 1.0 END",
            amount_untaxed="g.amt_cur",
            amount_tax="0",
            amount_total="g.amt_cur",
            amount_residual="g.amt_cur - g.paid_cur",
            amount_untaxed_signed="g.amt",
            amount_untaxed_in_currency_signed="g.amt_cur",
            amount_tax_signed="0",
            amount_total_signed="g.amt",
            amount_total_in_currency_signed="g.amt_cur",
            amount_residual_signed="g.amt - g.paid",
            always_tax_exigible="FALSE",
            checked="TRUE",
            posted_before="TRUE",
            made_sequence_gap="FALSE",
            is_manually_modified="FALSE",
            is_move_sent="TRUE",
        ),
        "FROM g_inv g JOIN g_co c USING (k) JOIN res_partner par ON par.id = g.inv_pid ORDER BY g.i",
    )
    line = dict(
        audit,
        move_id="g.mid",
        journal_id="c.sale_journal",
        company_id="c.id",
        company_currency_id="g.co_cur",
        currency_id="g.cur",
        partner_id="g.pid",
        move_name=name,
        parent_state="'posted'",
        date="g.inv_date",
        invoice_date="g.inv_date",
        is_storno="FALSE",
        no_followup="FALSE",
        deductible_amount="100",
        discount="0",
    )
    ld.insert(
        "invoice_lines",
        "account_move_line",
        dict(
            line,
            id=str(l_base) + " + 2 * g.i - 1",
            sequence="100",
            account_id="c.income",
            name="'Goods and services'",
            display_type="'product'",
            quantity="1",
            debit="0",
            credit="g.amt",
            balance="-g.amt",
            amount_currency="-g.amt_cur",
            amount_residual="0",
            amount_residual_currency="0",
            price_unit="g.amt_cur",
            price_subtotal="g.amt_cur",
            price_total="g.amt_cur",
            reconciled="FALSE",
            product_id="(SELECT min(pp.id) FROM product_product pp JOIN product_template pt"
            " ON pt.id = pp.product_tmpl_id WHERE pp.active AND pt.sale_ok)",
            product_uom_id="(SELECT min(id) FROM uom_uom)",
        ),
        "FROM g_inv g JOIN g_co c USING (k) ORDER BY g.i",
    )
    ld.insert(
        "invoice_lines",
        "account_move_line",
        dict(
            line,
            id=str(l_base) + " + 2 * g.i",
            sequence="12000",
            account_id="c.receivable",
            name=name,
            display_type="'payment_term'",
            date_maturity="g.due",
            quantity="0",
            debit="g.amt",
            credit="0",
            balance="g.amt",
            amount_currency="g.amt_cur",
            amount_residual="g.amt - g.paid",
            amount_residual_currency="g.amt_cur - g.paid_cur",
            price_unit="0",
            price_subtotal="0",
            price_total="0",
            discount_amount_currency="0",
            discount_balance="0",
            reconciled="(g.st = 'paid')",
            full_reconcile_id="CASE WHEN g.st = 'paid' THEN %d + g.b END" % fr_base,
            matching_number="CASE g.st WHEN 'paid' THEN (%d + g.b)::text WHEN 'partial' THEN 'P' || r.id END"
            % fr_base,
        ),
        "FROM g_inv g JOIN g_co c USING (k) LEFT JOIN g_prt r ON r.i = g.i ORDER BY g.i",
    )

    pname = "'P' || c.bank_code || '/' || date_part('year', g.pdate) || '/' || lpad((g.rn + x.n)::text, GREATEST(5, length((g.rn + x.n)::text)), '0')"
    # the highest number per prefix is looked up once, not per payment
    ld.step(
        "payments",
        """
        CREATE TEMP TABLE g_pn ON COMMIT DROP AS
        SELECT c.k, y.yr, COALESCE((SELECT max(sequence_number) FROM account_move m
               WHERE m.journal_id = c.bank_journal
                 AND m.sequence_prefix = 'P' || c.bank_code || '/' || y.yr || '/'), 0) AS n
        FROM g_co c CROSS JOIN (SELECT DISTINCT date_part('year', pdate) AS yr FROM g_pay) y""",
    )
    pfrom = (
        "FROM g_pay g JOIN g_co c USING (k)"
        " JOIN g_pn x ON x.k = g.k AND x.yr = date_part('year', g.pdate)"
    )
    ld.insert(
        "payments",
        "account_move",
        dict(
            audit,
            id="%d + g.b" % pm_base,
            sequence_number="g.rn + x.n",
            sequence_prefix="'P' || c.bank_code || '/' || date_part('year', g.pdate) || '/'",
            name=pname,
            journal_id="c.bank_journal",
            company_id="c.id",
            partner_id="g.pid",
            commercial_partner_id="g.pid",
            currency_id="g.cur",
            state="'posted'",
            move_type="'entry'",
            auto_post="'no'",
            payment_state="'not_paid'",
            date="g.pdate",
            ref="'Customer payment'",
            origin_payment_id="%d + g.b" % ap_base,
            amount_untaxed="0",
            amount_tax="0",
            amount_total="g.amt_cur",
            amount_residual="0",
            amount_untaxed_signed="0",
            amount_untaxed_in_currency_signed="0",
            amount_tax_signed="0",
            amount_total_signed="g.amt",
            amount_total_in_currency_signed="g.amt_cur",
            amount_residual_signed="0",
            always_tax_exigible="TRUE",
            checked="TRUE",
            posted_before="TRUE",
            made_sequence_gap="FALSE",
        ),
        pfrom + " ORDER BY g.b",
    )
    ld.insert(
        "payments",
        "account_payment",
        dict(
            audit,
            id="%d + g.b" % ap_base,
            move_id="%d + g.b" % pm_base,
            journal_id="c.bank_journal",
            company_id="c.id",
            payment_method_line_id="c.method_line",
            payment_method_id="(SELECT payment_method_id FROM account_payment_method_line WHERE id = c.method_line)",
            currency_id="g.cur",
            partner_id="g.pid",
            outstanding_account_id="c.bank_account",
            destination_account_id="c.receivable",
            name=pname,
            state="'paid'",
            payment_type="'inbound'",
            partner_type="'customer'",
            memo="'Customer payment'",
            date="g.pdate",
            amount="g.amt_cur",
            amount_company_currency_signed="g.amt",
            is_reconciled="TRUE",
            is_matched="TRUE",
            is_sent="FALSE",
        ),
        pfrom + " ORDER BY g.b",
    )
    pline = dict(
        audit,
        move_id="%d + g.b" % pm_base,
        journal_id="c.bank_journal",
        company_id="c.id",
        company_currency_id="c.currency_id",
        currency_id="g.cur",
        partner_id="g.pid",
        move_name=pname,
        parent_state="'posted'",
        ref="'Customer payment'",
        date="g.pdate",
        name="'Customer payment'",
        display_type="'product'",
        is_storno="FALSE",
        no_followup="FALSE",
        deductible_amount="100",
        payment_id="%d + g.b" % ap_base,
        sequence="100",
        amount_residual="0",
        amount_residual_currency="0",
    )
    ld.insert(
        "payments",
        "account_move_line",
        dict(
            pline,
            id="%d + 2 * g.b - 1" % pl_base,
            account_id="c.bank_account",
            debit="g.amt",
            credit="0",
            balance="g.amt",
            amount_currency="g.amt_cur",
            reconciled="FALSE",
            amount_residual="g.amt",
            amount_residual_currency="g.amt_cur",
        ),
        pfrom + " ORDER BY g.b",
    )
    ld.insert(
        "payments",
        "account_move_line",
        dict(
            pline,
            id="%d + 2 * g.b" % pl_base,
            account_id="c.receivable",
            debit="0",
            credit="g.amt",
            balance="-g.amt",
            amount_currency="-g.amt_cur",
            reconciled="TRUE",
            date_maturity="g.pdate",
            full_reconcile_id="CASE WHEN NOT g.part THEN %d + g.b END" % fr_base,
            matching_number="CASE WHEN g.part THEN 'P' || (SELECT r.id FROM g_prt r WHERE r.i = g.one)"
            " ELSE (%d + g.b)::text END" % fr_base,
        ),
        pfrom + " ORDER BY g.b",
    )
    ld.insert(
        "reconcile",
        "account_full_reconcile",
        dict(audit, id="%d + g.b" % fr_base),
        "FROM g_pay g WHERE NOT g.part ORDER BY g.b",
    )
    ld.insert(
        "reconcile",
        "account_partial_reconcile",
        dict(
            audit,
            id="r.id",
            debit_move_id="%d + 2 * g.i" % l_base,
            credit_move_id="%d + 2 * g.b" % pl_base,
            full_reconcile_id="CASE WHEN g.st = 'paid' THEN %d + g.b END" % fr_base,
            debit_currency_id="g.cur",
            credit_currency_id="g.cur",
            company_id="g.co",
            max_date="GREATEST(p.pdate, g.inv_date)",
            amount="g.paid",
            debit_amount_currency="g.paid_cur",
            credit_amount_currency="g.paid_cur",
        ),
        "FROM g_prt r JOIN g_inv g USING (i) JOIN g_pay p ON p.b = g.b ORDER BY r.id",
    )
    ld.step(
        "reconcile",
        "INSERT INTO account_move__account_payment (invoice_id, payment_id)"
        " SELECT mid, %s + b FROM g_inv WHERE b IS NOT NULL",
        (ap_base,),
    )

    # ----------------------------------------------------------------- finish
    for table in TABLES[:-1]:
        cr.execute(
            "SELECT setval(pg_get_serial_sequence(%%s, 'id'), (SELECT max(id) FROM %s))"
            % table,
            (table,),
        )
    for _name, ddl in indexes:
        ld.step("rebuild_indexes", ddl)
    cr.execute(
        "SELECT st, count(*), sum(amt - paid) FROM g_inv GROUP BY st ORDER BY st"
    )
    by_state = {
        r[0]: {"invoices": r[1], "residual": float(r[2])} for r in cr.fetchall()
    }
    t = time.time()
    cnx.commit()
    ld.steps["commit"] = round(time.time() - t, 2)
    cnx.autocommit = True
    for table in TABLES:
        ld.step("analyze", "VACUUM (ANALYZE) %s" % table)
    print(
        json.dumps(
            {
                "db": a.db,
                "as_of": str(as_of),
                "seed": a.seed,
                "partners": a.partners,
                "invoices": a.invoices,
                "payments": n_pay,
                "by_state": by_state,
                "steps_s": ld.steps,
                "total_s": round(time.time() - ld.t0, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
