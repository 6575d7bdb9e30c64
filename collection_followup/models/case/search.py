import re

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL, float_round

# fewer digits would find half of all debtors
SHORTEST_PHONE = 4


class CollectionCase(models.Model):
    """Find a case by what the debtor says on the phone."""

    _inherit = "collection.case"

    search_document = fields.Char(
        string="Document",
        compute="_compute_search_document",
        search="_search_search_document",
        help="Finds a case by the number of an invoice, the customer's order number, "
        "a payment reference, a promised cheque number or an open amount.",
    )
    search_amount = fields.Float(
        string="Amount",
        compute="_compute_search_amount",
        search="_search_search_amount",
        help="Finds a case by the total or the open amount of one of its invoices.",
    )

    search_phone = fields.Char(
        string="Phone number",
        compute="_compute_search_phone",
        search="_search_search_phone",
        help=(
            "Finds a case by the phone number of the customer or a contact, in any "
            "notation."
        ),
    )

    def _compute_search_phone(self):
        self.search_phone = False

    def _compute_search_document(self):
        self.search_document = False

    def _compute_search_amount(self):
        self.search_amount = 0.0

    def _search_search_document(self, operator, value):
        if operator == "in":
            return Domain.OR(
                self._search_search_document("ilike", one) for one in value if one
            )
        if operator not in ("ilike", "like", "=ilike") or not value:
            return NotImplemented
        moves = Domain.OR(
            Domain(name, operator, value)
            for name in ("name", "ref", "payment_reference", "invoice_origin")
        )
        amount = self._parse_amount(value)
        if amount is not None:
            moves |= self._amount_domain(amount)
        # cheque numbers and transfer details that a debtor promised or told
        promised = Domain("commitment_ids.reference", operator, value)
        return self._cases_of_moves(moves) | promised

    def _search_search_amount(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            self._cases_of_moves(self._amount_domain(one)) for one in value if one
        )

    def _search_search_phone(self, operator, value):
        if operator == "in":
            return Domain.OR(
                self._search_search_phone("ilike", one) for one in value if one
            )
        digits = re.sub(r"\D", "", str(value or "")).lstrip("0")
        if operator != "ilike" or len(digits) < SHORTEST_PHONE:
            return Domain.FALSE
        self.env["res.partner"].flush_model(["phone", "commercial_partner_id"])
        partners = SQL(
            """(SELECT commercial_partner_id FROM res_partner
                WHERE regexp_replace(phone, '\\D', '', 'g') LIKE %s)""",
            f"%{digits}%",
        )
        return Domain("partner_id", "in", partners)

    def _amount_domain(self, amount):
        """The documents whose total or open amount is ``amount``."""
        low = float_round(amount - 0.005, precision_digits=3)
        high = float_round(amount + 0.005, precision_digits=3)
        return Domain.OR(
            Domain(name, ">", low) & Domain(name, "<", high)
            for name in ("amount_total", "amount_residual")
        )

    def _parse_amount(self, text):
        """Read ``1,234.50`` or ``1.234,50`` as a number; None when it is none."""
        text = text.strip().replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        decimal = max(text.rfind(","), text.rfind("."))
        if decimal >= 0 and len(text) - decimal - 1 <= 2:
            whole, cents = text[:decimal], text[decimal + 1 :]
        else:
            whole, cents = text, ""
        whole = whole.replace(",", "").replace(".", "")
        if not (whole + cents).isdecimal():
            return None
        return float(f"{whole or 0}.{cents or 0}")

    def _cases_of_moves(self, domain):
        """The cases of the debtors and companies of some customer documents."""
        domain &= Domain("state", "=", "posted")
        domain &= Domain(
            "move_type", "in", ("out_invoice", "out_refund", "out_receipt", "entry")
        )
        query = self.env["account.move"]._search(domain)
        keys = query.subselect(
            SQL.identifier("account_move", "commercial_partner_id"),
            SQL.identifier("account_move", "company_id"),
        )

        def to_sql(model, alias, query):
            return SQL(
                """EXISTS (
                    SELECT FROM %(keys)s AS found (partner_id, company_id)
                      JOIN res_company company ON company.id = found.company_id
                     WHERE found.partner_id = %(partner)s
                       AND split_part(company.parent_path, '/', 1)::int = %(company)s
                )""",
                keys=keys,
                partner=SQL.identifier(alias, "partner_id"),
                company=SQL.identifier(alias, "company_id"),
            )

        return Domain.custom(to_sql=to_sql)
