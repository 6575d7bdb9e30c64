"""Stages of the standard strategy that announce a hold say so from now on."""

from odoo.tools import SQL

# their words always did; whoever edited a stage decides for himself
ANNOUNCE = """
    UPDATE collection_stage s SET announces_hold = TRUE
      FROM ir_model_data d
     WHERE d.model = 'collection.stage' AND d.res_id = s.id
       AND d.module = 'collection_followup' AND d.name IN %s
"""
STAGES = ("stage_standard_firm", "stage_standard_management")


def migrate(cr, version):
    """Set the flag, which did not exist before."""
    cr.execute(SQL(ANNOUNCE, STAGES))
