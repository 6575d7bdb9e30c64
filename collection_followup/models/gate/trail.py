from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

LINKS = (Command.UNLINK, Command.LINK, Command.CLEAR, Command.SET)

# what was linked on the day of installation
FILL = (
    """
    INSERT INTO collection_transaction_order_rel (transaction_id, order_id)
    SELECT transaction_id, sale_order_id FROM sale_order_transaction_rel
        ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO collection_billed_rel (invoice_line_id, order_line_id)
    SELECT invoice_line_id, order_line_id FROM sale_order_line_invoice_rel
        ON CONFLICT DO NOTHING
    """,
)


def fill_trail(env):
    """Take over the links that stand on the day of installation."""
    for statement in FILL:
        env.cr.execute(SQL(statement))


def mirrored(vals, theirs, ours):
    """Values that keep a link of Odoo in a field of ours too.

    :param theirs: the field of Odoo, whose other side anybody who sells can write
    :param ours: our field, without another side
    """
    if theirs not in vals or ours in vals:
        return vals
    commands = [
        command
        for command in vals[theirs] or ()
        if not isinstance(command, list | tuple) or command[0] in LINKS
    ]
    return {**vals, ours: commands}


class PaymentTransaction(models.Model):
    """For which orders a payment was made, as whoever made it has said.

    The links of Odoo can be written from the order, by everybody who sells; payments
    are made by code and by accountants only.
    """

    _inherit = "payment.transaction"

    collection_order_ids = fields.Many2many(
        "sale.order",
        "collection_transaction_order_rel",
        "transaction_id",
        "order_id",
        string="Made for orders",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        link = ("sale_order_ids", "collection_order_ids")
        return super().create([mirrored(vals, *link) for vals in vals_list])

    def write(self, vals):
        return super().write(mirrored(vals, "sale_order_ids", "collection_order_ids"))


class AccountMoveLine(models.Model):
    """Which line of an order an invoice line bills, as whoever billed it has said."""

    _inherit = "account.move.line"

    collection_sale_line_ids = fields.Many2many(
        "sale.order.line",
        "collection_billed_rel",
        "invoice_line_id",
        "order_line_id",
        string="Bills order lines",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        link = ("sale_line_ids", "collection_sale_line_ids")
        return super().create([mirrored(vals, *link) for vals in vals_list])

    def write(self, vals):
        link = ("sale_line_ids", "collection_sale_line_ids")
        return super().write(mirrored(vals, *link))

    def _copy_data_extend_business_fields(self, values):
        # a credit note takes back what the invoice billed, whatever is linked by now
        done = super()._copy_data_extend_business_fields(values)
        ids = self.collection_sale_line_ids.ids
        values["collection_sale_line_ids"] = [Command.set(ids)]
        return done
