import pytz

from odoo import api, models
from odoo.tools import SQL

# a machine's answer is no contact with a person
NO_CONTACT = ("auto_reply",)


class CollectionInteraction(models.Model):
    """Every contact updates the last one that its case shows."""

    _inherit = "collection.interaction"

    @api.model_create_multi
    def create(self, vals_list):
        interactions = super().create(vals_list)
        interactions.case_id._set_last_contact()
        return interactions

    def write(self, vals):
        cases = self.case_id
        result = super().write(vals)
        if vals.keys() & {"case_id", "date", "kind", "outcome"}:
            (cases | self.case_id)._set_last_contact()
        return result


class CollectionCase(models.Model):
    """The last contact and its result, kept on the case for lists and filters."""

    _inherit = "collection.case"

    def _set_last_contact(self):
        """Read the last contact of these cases and store it: two statements."""
        if not self.ids:
            return
        last = self._read_last_contacts()
        rows = [(case_id, *last.get(case_id, (None, None))) for case_id in self.ids]
        ids, days, results = map(list, zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                "UPDATE collection_case c"
                "   SET last_contact_date = v.day, last_contact_result = v.result"
                "  FROM unnest(%s::int[], %s::date[], %s::text[]) AS v(id, day, result)"
                " WHERE c.id = v.id",
                ids,
                days,
                results,
            )
        )
        self.invalidate_recordset(["last_contact_date", "last_contact_result"])

    def _read_last_contacts(self):
        """The day and result of the last contact, by case id."""
        contacts = self.env["collection.interaction"].sudo()  # a colleague's call too
        contacts.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT ON (case_id) case_id, company_id, date, kind, outcome"
                "  FROM collection_interaction"
                " WHERE case_id IN %s AND COALESCE(outcome, '') NOT IN %s"
                " ORDER BY case_id, date DESC, id DESC",
                tuple(self.ids),
                NO_CONTACT,
            )
        )
        zones = self._zones({row[1] for row in rows})
        kinds, outcomes = (
            dict(contacts._fields[name]._description_selection(self.env))
            for name in ("kind", "outcome")
        )
        return {
            case_id: (
                pytz.utc.localize(date).astimezone(zones[company_id]).date(),
                ": ".join(filter(None, (kinds.get(kind), outcomes.get(outcome)))),
            )
            for case_id, company_id, date, kind, outcome in rows
        }

    @api.model
    def _zones(self, company_ids):
        """The time zones of companies by their ids."""
        companies = self.env["res.company"].sudo()  # a time zone is no secret
        return {
            company.id: pytz.timezone(company._collection_tz())
            for company in companies.browse(company_ids)
        }
