from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ...sentences import house


class CollectionCase(models.Model):
    """Repair of contacts: marks that lower them, and a way that works again."""

    _inherit = "collection.case"

    # ------------------------------------------------------------------ lowering

    def _ask_for_repair(self, outcome, contact, note):
        """Ask for another way to the debtor, and name the contacts we know.

        What the call showed is kept on the contact, so that nobody calls the wrong
        number or writes to him again.
        """
        if outcome == "left_company":
            contact._collection_mark_left(self.company_id._collection_today())
        else:
            self._same_number(
                contact or self.partner_id
            )._collection_mark_wrong_number()
        summaries = {
            "wrong_number": self.env._("Wrong number: find the right one"),
            "left_company": self.env._(
                "%(contact)s has left: find another contact",
                contact=contact.display_name,
            ),
        }
        others = self._other_contacts(contact)
        known = "\n".join(others) or self.env._("No other contact is known.")
        today = self.company_id._collection_today()
        text = "\n".join(filter(None, [note, known]))
        self._add_task("repair", today, summaries[outcome], text, self.env.user)

    def _same_number(self, person):
        """Everybody of the debtor at whom this number would be dialled again."""
        everybody = self._people()[self.partner_id]
        return person | everybody.filtered(lambda one: one.phone == person.phone)

    def _other_contacts(self, contact):
        """A line of text for each other way to this debtor, and where it is from."""
        return [
            self._found_words(row)
            for row in self._found_addresses()
            if not contact or row.get("partner_id") != contact.id
        ]

    def _other_addresses(self, email):
        """The same for an e-mail that came back."""
        return [
            self._found_words(row)
            for row in self._found_addresses()
            if row["email"] and row["email"] != email
        ]

    @api.model
    def _found_words(self, row):
        ways = [row["name"], row["phone"], row["email"], row["where"]]
        return " - ".join(filter(None, ways))

    # -------------------------------------------------------------------- window

    def action_repair(self):
        """Show the addresses that were found, to choose one or type another."""
        self.check_access("write")
        self.ensure_one()
        wizard = self.env["collection.contact.repair"].create(
            {
                "case_ids": [(6, 0, self.ids)],
                "line_ids": [(0, 0, row) for row in self._repair_rows()],
            }
        )
        return {
            **self._wizard(wizard._name, self.env._("Repair the contact")),
            "res_id": wizard.id,
        }

    def _repair_rows(self):
        names = ("name", "email", "phone", "where", "partner_id")
        return [
            {name: row.get(name) for name in names} for row in self._found_addresses()
        ]

    def _repair(self, contact, values, source, verified):
        """Write a contact, or make a new one, and go on with the case.

        :param contact: the person to correct; empty for a new one
        :param values: name, email, phone, roles (as ``collection.role``)
        :param source: where the data are from
        :param verified: somebody made sure that they are right
        :return: the contact
        """
        self.check_access("write")
        self.ensure_one()
        self._check_repair(contact, values)
        known = {name: value for name, value in values.items() if value}
        roles = known.pop("roles", self.env["collection.role"])
        if roles:
            known["collection_role_ids"] = [(4, role.id) for role in roles]
        people = self.env["res.partner"].sudo()  # collectors write no other contacts
        contact = contact.sudo()
        if contact:
            contact.write(known)
        else:
            own = {"parent_id": self.partner_id.id, "type": "contact"}
            contact = people.create({**known, **own})
        contact.with_env(self.env)._collection_repaired(source, verified)
        self._say_repaired(contact, source)
        return contact.with_env(self.env)

    def _check_repair(self, contact, values):
        """Refuse somebody else's contact, and data that reach nobody."""
        # only whose contact it is
        if contact and contact.sudo().commercial_partner_id != self.partner_id:
            raise UserError(
                self.env._("This contact does not belong to the customer of the case.")
            )
        email, phone = values.get("email"), values.get("phone")
        if email and not email_normalize(email):
            raise UserError(
                self.env._('"%(email)s" is no e-mail address.', email=email)
            )
        if not (contact or values.get("name")):
            raise UserError(self.env._("What is the name of the new contact?"))
        if not (email or phone):
            raise UserError(
                self.env._("Choose an address that was found, or type a new one.")
            )

    def _say_repaired(self, contact, source):
        """Close the repair tasks; what came back may leave again."""
        env = house(self.company_id)
        people = contact._fields["collection_source"]
        labels = dict(people._description_selection(env))
        text = env._(
            "Contact repaired: %(name)s, %(email)s %(phone)s (%(where)s)",
            name=contact.name,
            email=contact.email or "",
            phone=contact.phone or "",
            where=labels.get(source, ""),
        )
        self._say(text)
        if self.bounced:
            self.action_repaired()
            return
        self._finish_tasks(self._task_types("repair"), text)
        self._look_again()


class ResPartner(models.Model):
    """A contact that was repaired."""

    _inherit = "res.partner"

    def _collection_repaired(self, source, verified):
        """Keep where the data are from; verified only when somebody made sure."""
        if verified:
            self._collection_verify(source)
        else:
            self.sudo().collection_source = source  # the caller checked the rights
