from odoo import api, models
from odoo.tools import SQL

from ...rules.contact import contact, payment_run
from ...rules.ledger.facts import PaymentRun
from .payment_run import RUN_COLUMNS, WEEKDAYS

# debtors of whom it takes a look at every contact whether anybody can be reached:
# those who have no way themselves, asked not to be contacted, or have a lawyer
DOUBTFUL = """
    SELECT p.id FROM res_partner p
     WHERE p.id IN %(partners)s
       AND (((COALESCE(p.email_normalized, '') = ''
              OR p.email_normalized = p.collection_bounced_email)
             AND NOT ((COALESCE(p.street, '') <> '' OR COALESCE(p.zip, '') <> '')
                      AND COALESCE(p.city, '') <> '')
             AND (COALESCE(p.phone, '') = '' OR p.phone = p.collection_wrong_phone))
            OR p.active IS NOT TRUE OR p.collection_left_on IS NOT NULL
            OR EXISTS (SELECT 1 FROM collection_contact_stop s
                        WHERE s.partner_id = p.id AND s.lifted_on IS NULL
                          AND s.company_id = %(root)s)
            OR EXISTS (SELECT 1 FROM res_partner q
                         JOIN collection_role_res_partner_rel r
                           ON r.res_partner_id = q.id
                         JOIN collection_role l ON l.id = r.collection_role_id
                        WHERE q.commercial_partner_id = p.id AND l.code = 'lawyer'))
"""


class CollectionReader(models.AbstractModel):
    """When the debtor pays, and whether anybody there can be reached."""

    _inherit = "collection.reader"

    @api.model
    def _out_of_reach(self, root, partners):
        """The debtors of whom nobody can be written to or called: a set of ids.

        One statement finds the few that may be; the rule looks at their contacts.
        """
        if not partners:
            return set()
        self.env["collection.contact.stop"].flush_model()
        self.env["res.partner"].flush_model()
        rows = self.env.execute_query(
            SQL(DOUBTFUL, partners=tuple(partners.ids), root=root.id)
        )
        doubtful = self.env["res.partner"].browse([key for (key,) in rows])
        people = doubtful._collection_contacts(root) if doubtful else {}
        return {
            key
            for key in doubtful.ids
            if not contact.can_be_reached(people.get(key, ()))
        }

    @api.model
    def _payment_run_columns(self):
        """The columns of a case that tell when the debtor pays."""
        return SQL(", ").join(SQL.identifier("c", name) for name in RUN_COLUMNS)

    @api.model
    def _payment_run(self, case):
        """The pay days of a debtor as the rules want them, None when not known."""
        rhythm = case.get("pay_rhythm")
        if not rhythm:
            return None
        if rhythm == "monthly":
            days = payment_run.month_days(case["pay_month_days"] or "")
            return PaymentRun(month_days=frozenset(days))
        chosen = frozenset(n for n, name in enumerate(WEEKDAYS) if case[name])
        if rhythm == "weekly":
            return PaymentRun(chosen)
        return PaymentRun(chosen, weeks=2, anchor=case["pay_anchor"])
