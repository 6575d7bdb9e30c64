from dataclasses import dataclass, field
from datetime import timedelta
from weakref import WeakKeyDictionary

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.collection_followup.models.gate.words import Words

_lt = LazyTranslate(__name__)

# what of an order decides whether it is sold on account, and to whom
WATCHED = {"state", "partner_id", "payment_ids", "account_move"}
# the calls of tills that run: {cursor: Call}; not kept with the transaction, which
# forgets what it keeps at each savepoint
CALLS = WeakKeyDictionary()
# what was validated longer ago had no connection: the goods have left
LATE = timedelta(minutes=15)

LEFT = (
    _lt("%(order)s: sold on account"),
    _lt(
        "The till of %(user)s had no connection: %(amount)s of %(order)s were put on "
        "account of %(debtor)s before anybody could ask. %(why)s"
    ),
)


@dataclass
class Call:
    """A call of the till: the uuids of what it sold long ago, the ids to ask about."""

    late: set
    sold: set = field(default_factory=set)


class PosOrder(models.Model):
    """The door at the till: what would be put on account is asked about.

    Whatever is paid at once is nobody's business here.
    """

    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        if self.env.cr in CALLS:  # somebody further up asks
            return super().sync_from_ui(orders)
        call = CALLS[self.env.cr] = Call(self._collection_late(orders))
        try:
            done = super().sync_from_ui(orders)
            self.browse(sorted(call.sold))._collection_ask_account()
        finally:
            del CALLS[self.env.cr]
        return done

    def _generate_pos_order_invoice(self):
        # it is printed and sent at once: these are asked before the others
        if call := CALLS.get(self.env.cr):
            now = self.filtered(lambda order: order.id in call.sold)
            now._collection_ask_account()
            call.sold -= set(now.ids)
        return super()._generate_pos_order_invoice()

    @api.model
    def _collection_late(self, orders):
        """Those of the orders that a till sends which were validated long ago: {uuid}.

        A till that has a connection sends an order when it is validated.
        """
        since = self.env["res.company"]._collection_now() - LATE
        return {
            order.get("uuid")
            for order in orders
            if (day := fields.Datetime.to_datetime(order.get("date_order")))
            and day < since
        }

    # --------------------------------------------------------------------- the net

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._collection_net({})
        return orders

    def write(self, vals):
        if not WATCHED & vals.keys():
            return super().write(vals)
        before = self._collection_owing()
        done = super().write(vals)
        self._collection_net(before)
        return done

    def _collection_net(self, before):
        """Ask about orders that were sold on account, or whose share of it grew.

        :param before: {order: (debtor, amount)} as it was
        """
        more = [
            order.id
            for order, now in self._collection_owing().items()
            if order._collection_owes_more(before.get(order), now)
        ]
        if call := CALLS.get(self.env.cr):
            call.sold.update(more)
        else:
            self.browse(more)._collection_ask_account()

    def _collection_owes_more(self, before, now):
        """Tell whether more of an order is on account than before, or another's.

        :param before: (debtor, amount), or none
        :param now: (debtor, amount)
        """
        if before is None or before[0] != now[0]:
            return True
        return self.currency_id.compare_amounts(now[1], before[1]) > 0

    def _collection_ask_account(self):
        """Refuse orders that may not be put on account: they stay open at the till.

        Of what was sold long ago the goods have left: it is told.
        """
        if not self:
            return
        call = CALLS.get(self.env.cr)
        late = call.late if call else ()
        refused = self._collection_charge()
        for order, verdict in refused.items():
            if order.uuid in late:
                order._collection_tell_left(verdict)
        open_ = [order for order in refused if order.uuid not in late]
        if open_:
            words = [Words(order)(refused[order]) for order in open_]
            words.append(
                self.env._(
                    "Choose another payment, or ask a credit manager for a release. "
                    "The order stays open."
                )
            )
            raise UserError("\n\n".join(words))

    def _collection_tell_left(self, verdict):
        """Tell the credit manager what was sold while nobody could be asked."""
        order = self.sudo()  # the cashier sees no cases
        cases = self.env["collection.case"].sudo()
        case = cases._case_of(order._collection_contact(), order.company_id)
        case._tell_unusual(
            LEFT,
            order=order.name,
            amount=(order._collection_on_account(), order.currency_id),
            why=Words(order)(verdict),
        )
