"""Debtors, documents and payments of the demo company."""

from datetime import timedelta

from odoo.fields import Command

from . import extras, tables

LANGS = ["en_GB", "de_DE", "fr_FR", "es_ES"]
PRODUCTS = [
    "Torque wrench set",
    "Bench grinder, 750 W",
    "Cutting discs, boxes of 100",
    "Hand tools, starter set",
    "Calibration on site",
    "Maintenance visit",
    "Clamps and vices",
    "Safety gloves, cartons",
]
CARRIAGE = 35.0


def load(env, company, today):
    """Make the accounts, the forty debtors and all that they ever bought."""
    company.collection_opened_on = today - timedelta(days=90)
    company.collection_manager_id = env.ref("collection_followup.demo_user_manager")
    if not company.chart_template:
        env["account.chart.template"]._load("generic_coa", company, install_demo=False)
    company.currency_id = env.ref("base.EUR")  # the chart brought its country's own
    _activate_languages(env)
    company.partner_id.lang = "en_GB"
    _set_rates(env, company, today)
    debtors = _make_debtors(env, company)
    _make_invoices(env, today, debtors)
    extras.load(env, today, debtors)


def _activate_languages(env):
    """Speak the debtors' languages; only our own words, Odoo's take too long."""
    for lang in LANGS:
        env["res.lang"]._activate_lang(lang)
    module = env["ir.module.module"].search([("name", "=", "collection_followup")])
    module._update_translations(LANGS[1:])


def _set_rates(env, company, today):
    rates = [("base.EUR", 450, 1.0)]
    rates += [("base.USD", 450, 1.09), ("base.USD", 140, 1.12), ("base.USD", 8, 1.13)]
    env["res.currency.rate"].create(
        [
            {
                "currency_id": env.ref(currency).id,
                "company_id": company.id,
                "name": tables.ago(today, days),
                "rate": rate,
            }
            for currency, days, rate in rates
        ]
    )


def _make_debtors(env, company):
    """Return the debtors by their key."""
    partners = env["res.partner"]
    rows = tables.rows("debtors")
    debtors = partners.create([_debtor_values(env, company, row) for row in rows])
    by_key = {row["key"]: debtor for row, debtor in zip(rows, debtors, strict=True)}
    env["ir.model.data"]._update_xmlids(
        [
            {"xml_id": tables.xml_id(key), "record": debtor, "noupdate": True}
            for key, debtor in by_key.items()
        ]
    )
    _make_contacts(env, by_key)
    return by_key


def _make_contacts(env, by_key):
    """Add the people of the debtors, with their roles."""
    roles = {role.code: role.id for role in env["collection.role"].search([])}
    env["res.partner"].create(
        [
            {
                "parent_id": by_key[row["debtor"]].id,
                "type": "contact",
                "name": row["name"],
                "function": row["function"],
                "email": row["email"],
                "phone": row["phone"],
                "lang": by_key[row["debtor"]].lang,
                "collection_role_ids": [
                    Command.set([roles[code] for code in row["roles"].split(",")])
                ],
            }
            for row in tables.rows("contacts")
        ]
    )


def _debtor_values(env, company, row):
    british = row["country"] in ("ie", "uk")
    return {
        "name": row["name"],
        "is_company": not row["person"],
        "company_id": company.id,
        "customer_rank": 1,
        "lang": "en_GB" if british else row["lang"],
        "country_id": env.ref(f"base.{row['country']}").id,
        "street": row["street"],
        "zip": row["zip"],
        "city": row["city"],
        "phone": row["phone"],
        "email": row["email"],
    }


def _make_invoices(env, today, debtors):
    """Create and post every invoice, oldest first."""
    products = env["product.product"].create(
        [{"name": name, "type": "consu", "taxes_id": False} for name in PRODUCTS]
    )
    common = {
        "move_type": "out_invoice",
        "journal_id": env["account.journal"].search(_own(env, "sale"), limit=1).id,
        "invoice_user_id": env.ref("collection_followup.demo_user_manager").id,
        "invoice_payment_term_id": False,
    }
    instalments = _make_instalments(env)
    invoices = env["account.move"].create(
        [
            {
                **common,
                **_invoice_values(env, today, row, instalments),
                "partner_id": debtors[row["debtor"]].id,
                "invoice_line_ids": _invoice_lines(row, products[number % 8]),
            }
            for number, row in enumerate(tables.rows("invoices"))
        ]
    )
    invoices.action_post()
    return invoices


def _own(env, kind):
    return [("company_id", "=", env.company.id), ("type", "=", kind)]


def _make_instalments(env):
    shares = ((33.33, 30), (33.33, 60), (33.34, 90))
    return env["account.payment.term"].create(
        {
            "name": "Three instalments: 30, 60 and 90 days",
            "line_ids": [
                Command.create(
                    {"value": "percent", "value_amount": share, "nb_days": days}
                )
                for share, days in shares
            ],
        }
    )


def _invoice_values(env, today, row, instalments):
    issued = tables.ago(today, row["issued"])
    values = {
        "invoice_date": issued,
        "date": issued,
        "currency_id": env.ref(f"base.{row['currency']}").id,
        "ref": row["reference"],
    }
    if row["due"] == "instalments":
        values["invoice_payment_term_id"] = instalments.id
    else:
        values["invoice_date_due"] = tables.ago(today, row["due"])
    return values


def _invoice_lines(row, product):
    amount = float(row["amount"])
    carriage = CARRIAGE if amount > 500 and not row["paid"] else 0.0
    untaxed = {"tax_ids": [Command.clear()]}
    lines = [{"product_id": product.id, "price_unit": amount - carriage, **untaxed}]
    if carriage:
        lines.append({"name": "Carriage", "price_unit": carriage, **untaxed})
    return [Command.create(line) for line in lines]
