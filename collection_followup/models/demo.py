from odoo import api, models

from ..demo import ledger, moment, past, stories, tables


class CollectionDemo(models.AbstractModel):
    """Loads the demo data; nothing calls it on a database without demo."""

    _name = "collection.demo"
    _description = "Demo data of collections"

    @api.model
    def _load(self):
        """Fill the demo company, once, as on its last working afternoon."""
        if self.env.ref(tables.xml_id("glenoran"), raise_if_not_found=False):
            return
        company = self.env.ref("collection_followup.demo_company")
        quiet = self.with_company(company).with_context(
            tracking_disable=True,
            mail_notrack=True,
            no_reset_password=True,
            collection_demo=True,
        )
        company.resource_calendar_id.tz = moment.ZONE
        chosen = moment.choose(company)
        moment.keep(self.env, chosen)
        with moment.at(chosen):
            today = company._collection_today()
            ledger.load(quiet.env, company, today)
            past.walk(quiet.env, company, today)
            stories.tell(quiet.env, company, today)


class ResCompany(models.Model):
    """While the demo plays its clock stands still."""

    _inherit = "res.company"

    @api.model
    def _collection_now(self):
        return moment.playing.get() or super()._collection_now()


class CollectionRun(models.Model):
    """While demo data are loaded nothing may be committed half-way."""

    _inherit = "collection.run"

    @api.model
    def _checkpoint(self):
        if self.env.context.get("collection_demo"):
            return None
        return super()._checkpoint()
