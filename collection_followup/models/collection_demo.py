from odoo import api, models

from ..demo import ledger, past, stories, tables


class CollectionDemo(models.AbstractModel):
    """Loads the demo data; nothing calls it on a database without demo."""

    _name = "collection.demo"
    _description = "Demo data of collections"

    @api.model
    def _load(self):
        """Fill the demo company, once; days count from the company's today."""
        if self.env.ref(tables.xml_id("glenoran"), raise_if_not_found=False):
            return
        company = self.env.ref("collection_followup.demo_company")
        quiet = self.with_company(company).with_context(
            tracking_disable=True,
            mail_notrack=True,
            no_reset_password=True,
            collection_demo=True,
        )
        today = company._collection_today()
        ledger.load(quiet.env, company, today)
        past.walk(quiet.env, company, today)
        stories.tell(quiet.env, company, today)


class CollectionRun(models.Model):
    """While demo data are loaded nothing may be committed half-way."""

    _inherit = "collection.run"

    @api.model
    def _checkpoint(self):
        if self.env.context.get("collection_demo"):
            return None
        return super()._checkpoint()
