from odoo import fields

from ..common_roles import RolesCommon


class ContactCommon(RolesCommon):
    """A debtor in Berlin with a payer and a manager; the guards are switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.collection_email_hours = True
        cls.payer = cls._person("Pia Payer", "pays", phone="+49 30 111")
        cls.boss = cls._person("Max Boss", "manager", phone="+49 30 222")

    @classmethod
    def _person(cls, name, role=None, **values):
        roles = cls.env.ref(f"collection_followup.role_{role}") if role else None
        return cls.env["res.partner"].create(
            {
                "name": name,
                "parent_id": values.pop("parent", cls.debtor).id,
                "email": "%s@debtor.example" % name.split()[0].lower(),
                "collection_role_ids": roles and roles.ids,
                "tz": False,
                # with an address of its own when it has a country
                "type": "other" if "country_id" in values else "contact",
                **values,
            }
        )

    @classmethod
    def _stop(cls, person, channel=False, user=None, **values):
        stops = cls.env["collection.contact.stop"].with_user(user or cls.collector)
        return stops.create(
            {
                "partner_id": person.id,
                "channel": channel,
                "reason": "Asked for it on the phone",
                **values,
            }
        )

    def verdict(self, case, channel, person, moment):
        """The code of the verdict about a moment in UTC, and its end."""
        when = fields.Datetime.to_datetime(moment)
        found = case._contact_verdict(channel, person, when)
        return found.reason.code, found.until and str(found.until)

    def call(self, case, day, outcome="not_there", direction="out"):
        """A call of the past, at noon."""
        return self.env["collection.interaction"].create(
            {
                "case_id": case.id,
                "kind": "call",
                "direction": direction,
                "outcome": outcome,
                "date": f"{day} 12:00:00",
            }
        )
