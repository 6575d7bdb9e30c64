from odoo import api, models
from odoo.tools import SQL, email_normalize
from odoo.tools.mail import email_split_tuples

from ...sentences import say_date

# how many mails are looked through, newest first
MAILS = 200

# who wrote into the threads of a debtor's documents
SENDERS = """
    SELECT m.email_from, m.date::date
      FROM mail_message m
     WHERE m.message_type = 'email' AND m.email_from IS NOT NULL
       AND ((m.model = 'collection.case' AND m.res_id = %(case)s)
        OR (m.model = 'res.partner' AND m.res_id IN (
            SELECT id FROM res_partner
             WHERE commercial_partner_id = %(debtor)s))
        OR (m.model = 'account.move' AND m.res_id IN (
            SELECT id FROM account_move
             WHERE commercial_partner_id = %(debtor)s
               AND company_id IN %(companies)s))
        OR (m.model = 'sale.order' AND m.res_id IN %(orders)s))
     ORDER BY m.date DESC LIMIT %(most)s
"""


class CollectionCase(models.Model):
    """Other addresses of a debtor: people, orders, mails, leads, bank accounts."""

    _inherit = "collection.case"

    def _found_addresses(self):
        """Every other way to this debtor, the best first, each once.

        :return: list of dicts: name, email, phone, where, partner_id (if a contact)
        """
        self.ensure_one()
        found, seen = [], self._useless_addresses()
        for row in self.sudo()._address_rows():  # names and addresses of one debtor
            email = email_normalize(row.get("email") or "") or ""
            phone = (row.get("phone") or "").strip()
            ways = {way for way in (email, phone) if way}
            if not ways - seen:
                continue
            email, phone = ("" if way in seen else way for way in (email, phone))
            seen |= ways
            found.append({**row, "email": email, "phone": phone})
        return found

    def _address_rows(self):
        """All places in order: people, orders, mails, leads, bank accounts."""
        return [
            *self._addresses_of_people(),
            *self._addresses_of_orders(),
            *self._addresses_of_mails(),
            *self._addresses_of_leads(),
            *self._addresses_of_banks(),
        ]

    def _useless_addresses(self):
        """What is known to be wrong, of people who left, or our own."""
        # only contacts of the debtor himself are answered
        people = self.env["res.partner"].sudo().with_context(active_test=False)
        mine = people.search([("commercial_partner_id", "=", self.partner_id.id)])
        gone = mine.filtered("collection_left_on")
        useless = {
            *mine.mapped("collection_bounced_email"),
            *mine.mapped("collection_wrong_phone"),
            *gone.mapped("email_normalized"),
            *gone.mapped("phone"),
        }
        return useless | self._our_addresses()

    def _our_addresses(self):
        """Our colleagues and companies, and the aliases that receive mail."""
        # names and addresses of our own house, never shown
        users = self.env["res.users"].sudo().search([("share", "=", False)])
        companies = self._companies().sudo()
        aliases = companies.alias_domain_id
        ours = users.partner_id | companies.partner_id
        return {
            *ours.mapped("email_normalized"),
            *aliases.mapped("default_from_email"),
            *aliases.mapped("bounce_email"),
            *aliases.mapped("catchall_email"),
        }

    # -------------------------------------------------------------------- places

    def _addresses_of_people(self):
        people = self.env["res.partner"].search(
            [
                ("commercial_partner_id", "=", self.partner_id.id),
                ("collection_left_on", "=", False),
            ]
        )
        where = self.env._("Contact")
        return [self._person_row(person, where) for person in people]

    @api.model
    def _person_row(self, person, where):
        roles = ", ".join(person.collection_role_ids.mapped("name"))
        return {
            "name": person.name or person.display_name,
            "email": person.email or "",
            "phone": person.phone or "",
            "where": f"{where} ({roles})" if roles else where,
            "partner_id": person.id,
        }

    def _companies(self):
        return self.env["account.move.line"]._collection_companies(self.company_id)

    def _orders(self):
        return self.env["sale.order"].search(
            [
                ("partner_invoice_id.commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "in", self._companies().ids),
            ],
            order="date_order desc",
            limit=MAILS,
        )

    def _addresses_of_orders(self):
        """Who ordered, and where it went."""
        rows = []
        for order in self._orders():
            people = order.partner_id | order.partner_invoice_id
            people |= order.partner_shipping_id
            where = self.env._("Order %s", order.name)
            rows += [
                self._person_row(person, where)
                for person in people
                if not person.collection_left_on
            ]
        return rows

    def _addresses_of_mails(self):
        """Who wrote into the threads of the debtor's documents."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                SENDERS,
                case=self.id,
                debtor=self.partner_id.id,
                companies=tuple(self._companies().ids),
                orders=tuple(self._orders().ids) or (0,),
                most=MAILS,
            )
        )
        return [
            {"name": name, "email": email, "where": self._mail_words(day)}
            for sender, day in rows
            for name, email in email_split_tuples(sender)
        ]

    def _mail_words(self, day):
        return self.env._("E-mail of %s", say_date(self.env, day))

    def _addresses_of_leads(self):
        """Who is named on leads, when the leads of Odoo are used."""
        if "crm.lead" not in self.env:
            return []
        leads = self.env["crm.lead"].search(
            [("commercial_partner_id", "=", self.partner_id.id)], limit=MAILS
        )
        return [
            {
                "name": lead.contact_name or lead.partner_name or lead.name,
                "email": lead.email_from,
                "phone": lead.phone,
                "where": self.env._("Lead %s", lead.name),
            }
            for lead in leads
        ]

    def _addresses_of_banks(self):
        """Who holds the accounts that the debtor pays from."""
        banks = self.env["res.partner.bank"].search(
            [("partner_id.commercial_partner_id", "=", self.partner_id.id)]
        )
        where = self.env._("Bank account")
        return [
            {
                **self._person_row(bank.partner_id, where),
                "name": bank.acc_holder_name or bank.partner_id.name,
            }
            for bank in banks
            if not bank.partner_id.collection_left_on
        ]
