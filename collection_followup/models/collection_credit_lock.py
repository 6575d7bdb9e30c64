import json

from odoo import api, fields, models
from odoo.tools import SQL

# two transactions that take the same lock: the later one fails and is tried again
TAKE = """
    INSERT INTO collection_credit_lock (debtor, root, taken)
    SELECT v.debtor, v.root, 1
      FROM json_to_recordset(%s) AS v(debtor int, root int)
     ORDER BY v.debtor, v.root
    ON CONFLICT (debtor, root) DO UPDATE
       SET taken = collection_credit_lock.taken + 1
"""


class CollectionCreditLock(models.Model):
    """One row a debtor, written by whatever uses up his credit.

    Two orders that are confirmed at once read the same exposure, so both could slip
    under the limit. Writing the same row, the second meets a serialization failure
    and Odoo tries it again, now with the first order in sight. A row of its own,
    because the case is written by every run.
    """

    _name = "collection.credit.lock"
    _description = "Lock on the credit of a debtor"
    _log_access = False

    # plain numbers: partners are merged and deleted without a look at locks
    debtor = fields.Integer(required=True)
    root = fields.Integer(required=True)
    taken = fields.Integer(required=True, default=0)

    _one_per_debtor = models.UniqueIndex(
        "(debtor, root)", "There is one lock a debtor."
    )

    @api.model
    def _take(self, keys):
        """Hold the credit of debtors until the end of this transaction.

        :param keys: set of (commercial partner id, root company id)
        """
        if keys:
            rows = [{"debtor": debtor, "root": root} for debtor, root in keys]
            self.env.cr.execute(SQL(TAKE, json.dumps(rows)))
