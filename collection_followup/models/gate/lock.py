from odoo import api, fields, models
from odoo.tools import SQL

# debtors share these many rows: two that meet in one only wait for each other
SLOTS = 4096

MAKE = """
    INSERT INTO collection_credit_lock (id, taken)
    SELECT slot, 0 FROM generate_series(1, %s) AS slot
        ON CONFLICT DO NOTHING
"""
SHARE = "SELECT FROM collection_credit_lock WHERE id = ANY(%s) ORDER BY id FOR SHARE"
TAKE = """
    UPDATE collection_credit_lock l SET taken = l.taken + 1
      FROM (SELECT id FROM collection_credit_lock WHERE id = ANY(%s)
             ORDER BY id FOR UPDATE) s
     WHERE l.id = s.id
"""


class CollectionCreditLock(models.Model):
    """Rows that transactions meet in which decide about the credit of one debtor.

    A transaction sees the database as it was when it began. Who writes a row that
    another has written, or shared, meanwhile, meets a serialization failure; Odoo
    tries it again, now with the other's work in sight. So a confirmation that began
    before a hold was committed sees it, and two orders do not slip under one limit.
    Confirmations only share the row of holds: they do not get in each other's way.
    The rows are there from the installation on, because a row that is made meanwhile
    is not seen, and locks nothing.
    """

    _name = "collection.credit.lock"
    _description = "Credit lock of a customer"
    _inherit = ["collection.guarded"]
    _people_write = {}
    _log_access = False

    taken = fields.Integer(required=True, default=0)

    def init(self):
        self.env.cr.execute(SQL(MAKE, 2 * SLOTS))

    @api.model
    def _see_holds(self, debtors):
        """Fail if a hold of one of these debtors was set since this transaction began.

        :param debtors: ids of commercial partners
        """
        self._lock(SHARE, debtors, 1)

    @api.model
    def _set_holds(self, debtors):
        """Make confirmations that run fail, and later ones wait, see ``_see_holds``."""
        self._lock(TAKE, debtors, 1)

    @api.model
    def _use_up(self, debtors):
        """Keep the credit of debtors to this transaction until it ends."""
        self._lock(TAKE, debtors, 1 + SLOTS)

    @api.model
    def _lock(self, statement, debtors, first):
        slots = sorted({first + debtor % SLOTS for debtor in debtors})
        if slots:
            self.env.cr.execute(SQL(statement, slots))
