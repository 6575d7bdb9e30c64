from odoo import api, fields, models

from .collection_guarded import By, by_hand


class CollectionDocumentKind(models.Model):
    """What a debtor needs before he pays: order number, delivery note, upload."""

    _name = "collection.document.kind"
    _description = "Document needed for payment"
    _inherit = ["collection.guarded"]
    _order = "sequence, id"
    _people_write = by_hand("active", "color", "known_by", "name", "sequence")
    _people_delete = By()

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    known_by = fields.Selection(
        [("hand", "Ticked by hand"), ("reference", "Customer reference is filled in")],
        string="Is there when",
        required=True,
        default="hand",
        help="The customer's order number is known by the reference on the invoice; "
        "whether he has a delivery note, somebody has to tick.",
    )

    _name_unique = models.Constraint("UNIQUE (name)", "There is already such a kind.")


class CollectionDocument(models.Model):
    """Whether the debtor has one document for one invoice."""

    _name = "collection.document"
    _description = "Document for an invoice"
    _inherit = ["collection.guarded"]
    _order = "date_due, move_id, kind_id"
    _people_write = by_hand("done")
    _rec_name = "kind_id"

    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind_id = fields.Many2one(
        "collection.document.kind",
        string="Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    date_due = fields.Date(string="Due date", readonly=True)
    reference = fields.Char(related="move_id.ref", string="Customer reference")
    done = fields.Boolean(string="They have it")
    done_on = fields.Date(string="Done on", readonly=True)
    done_by_id = fields.Many2one("res.users", string="Ticked by", readonly=True)
    known = fields.Boolean(
        string="Is there",
        compute="_compute_known",
        help="Ticked, or known by the reference on the invoice.",
    )

    _once = models.UniqueIndex(
        "(move_id, kind_id)", "A document is listed once for each invoice."
    )

    @api.depends("done", "kind_id.known_by", "move_id.ref")
    def _compute_known(self):
        for document in self:
            # whoever ticks may not read every branch's invoice
            document.known = document.sudo()._is_known()

    def _is_known(self):
        self.ensure_one()
        by_reference = self.kind_id.known_by == "reference"
        return self.done or (by_reference and bool((self.move_id.ref or "").strip()))

    def write(self, vals):
        result = super().write(vals)
        if "done" in vals:
            ticked = {
                "done_on": vals["done"] and self.env.company._collection_today(),
                "done_by_id": vals["done"] and self.env.uid,
            }
            self.sudo().write(ticked)  # who ticks it and when is not typed in
        if vals.get("done"):
            self.case_id._finish_document_tasks()
        return result

    @api.model
    def _missing(self, wanted):
        """Which documents are not there.

        :param wanted: {case: invoices that will be paid in the next run}
        :return: {case: list of (invoice, kind)}, cases without a gap left out
        """
        moves = self.env["account.move"].union(*wanted.values())
        ticked = {
            (document.move_id.id, document.kind_id.id)
            for document in self.sudo().search(  # a colleague's tick counts
                [("move_id", "in", moves.ids), ("done", "=", True)]
            )
        }
        gaps = {
            case: [
                (move, kind)
                for move in invoices
                for kind in case.pay_document_ids
                if (move.id, kind.id) not in ticked
                and not (kind.known_by == "reference" and (move.ref or "").strip())
            ]
            for case, invoices in wanted.items()
        }
        return {case: gap for case, gap in gaps.items() if gap}
