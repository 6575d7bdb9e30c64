from dataclasses import dataclass, field

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.collection_followup.rules.gate.delivery import Shipment, may_leave
from odoo.addons.collection_followup.rules.gate.gate import Verdict

_lt = LazyTranslate(__name__)

# what ties goods to the debtor who pays for them
TIES = {"partner_id", "sale_line_id", "sale_id", "reference_ids", "picking_id"}
CUT = (
    _lt("%(delivery)s no longer waits for %(debtor)s"),
    _lt(
        "%(user)s has taken the receiver or the order off goods worth %(amount)s on "
        "%(delivery)s, which waited for %(debtor)s. They can leave now."
    ),
)


@dataclass(frozen=True)
class Answer:
    """Whether a move may leave, with the order or the case that speaks."""

    verdict: Verdict
    order: object
    case: object
    orders: dict = field(default_factory=dict)  # {order: Verdict}


class StockMove(models.Model):
    """The net: nothing leaves for a customer while its delivery waits for money.

    Whatever validates a transfer ends here, with the state "done": the button, a
    batch, a backorder, a scanner, an import, a direct write. No context key counts.
    """

    _inherit = "stock.move"

    # -------------------------------------------------------------------- the net

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        # core makes a move done that is added to a transfer that was done
        moves.filtered(lambda move: move.state == "done")._collection_check_leaving()
        return moves

    def write(self, vals):
        if vals.get("state") == "done":
            to_do = self.filtered(lambda move: move.state != "done")
            to_do._collection_check_leaving()
        waited = self._collection_waited(vals)
        done = super().write(vals)
        self._collection_tell_cut(waited)
        return done

    def _collection_check_leaving(self):
        """Refuse that goods leave, with every reason, while a delivery waits."""
        answers = self._collection_answers()
        reasons = self._collection_reasons(answers)
        if reasons:
            raise UserError("\n".join(reasons.values()))
        self._collection_use_sums(answers)

    @api.model
    def _collection_use_sums(self, answers):
        """Goods that leave use up what was released; other deliveries may wait now."""
        verdicts = {}
        for answer in answers.values():
            verdicts |= answer.orders
        orders = self.env["sale.order"].union(*verdicts)
        if used := orders._collection_delivered(verdicts):
            partners = used.partner_invoice_id.commercial_partner_id
            self.env["stock.picking"]._collection_refresh_of(partners)

    # ------------------------------------------------------------------- telling

    def _collection_waited(self, vals):
        """Who deliveries wait for, before what ties them to him is written.

        :return: {move: (case, worth)}, nothing where no delivery waits
        """
        if not TIES & vals.keys():
            return {}
        moves = self.filtered("picking_id.collection_waiting").sudo()  # names only
        waited = {}
        for move, answer in moves._collection_answers().items():
            if not answer.verdict.allowed:
                case = answer.case or answer.order._collection_debtor_case()
                price = move.product_qty * move.product_id.lst_price
                waited[move] = (case, move._collection_worth() or price)
        return waited

    @api.model
    def _collection_tell_cut(self, waited):
        """Tell the credit manager which deliveries wait no more for a debtor on hold.

        Whoever corrects a transfer is not refused.

        :param waited: {move: (case, worth)}, of before
        """
        moves = self.browse().sudo().union(*waited)  # as above
        free = moves - moves._collection_waiting()
        for picking, some in free.grouped("picking_id").items():
            case = waited[some[:1]][0].sudo()  # told, not shown
            amount = (sum(waited[move][1] for move in some), case.currency_id)
            case._tell_unusual(CUT, delivery=picking.display_name, amount=amount)

    # -------------------------------------------------------------------- asking

    def _collection_waiting(self):
        """The moves among these that wait for money."""
        answers = self._collection_answers()
        return self.filtered(lambda move: not answers[move].verdict.allowed)

    def _collection_answers(self):
        """Ask about all of these moves at once: {move: Answer}."""
        moves = self.sudo()  # whoever ships reads neither orders nor cases
        leaving = moves.filtered(lambda move: move._collection_is_to_customer())
        orders = {move: move._collection_orders() for move in leaving}
        asked = moves.env["sale.order"].union(*orders.values())
        # the oldest order first: it uses what was released up to an amount
        verdicts = asked.sorted("id")._collection_delivery_verdicts() if asked else {}
        without = leaving.filtered(
            lambda move: not move._collection_receiver_ordered(orders[move])
        )
        cases, released = without._collection_cases()
        return {
            move: self._collection_answer(
                move,
                move in leaving,
                {order: verdicts[order] for order in orders.get(move, ())},
                cases.get(move),
                released,
            )
            for move in moves
        }

    @api.model
    def _collection_answer(self, move, leaves, verdicts, case, released):
        """Ask the rule about one move.

        :param verdicts: {order: Verdict} of its orders
        :param case: the case of the receiver, where there is no order
        :param released: the deliveries that a manager let through
        """
        shipment = Shipment(
            to_customer=leaves,
            orders=tuple(verdicts.values()),
            hold=case.hold_effect if case else None,
            released=move.picking_id in released,
        )
        verdict = may_leave(shipment)
        speaking = [order for order, said in verdicts.items() if said == verdict]
        order = speaking[0] if speaking else move.env["sale.order"]
        case = case or move.env["collection.case"]
        return Answer(verdict, order, case, verdicts)

    def _collection_is_to_customer(self):
        """Tell whether the move takes goods out of the house to a customer.

        Also straight from the vendor, and to another company of ours. Returns,
        receipts and the first steps of a delivery in several steps do not.
        """
        self.ensure_one()
        if self.location_id.usage == "customer" or self._collection_sold_at_till():
            return False
        places = self.location_dest_id | self.move_line_ids.location_dest_id
        return any(
            place.usage == "customer"
            or (place.usage == "transit" and not place.company_id)
            for place in places
        )

    def _collection_sold_at_till(self):
        """Tell whether the goods were sold at the till and taken along."""
        picking = self.picking_id
        return bool("pos_order_id" in picking._fields and picking.pos_order_id)

    def _collection_orders(self):
        """The orders that a move belongs to."""
        order = self.sale_line_id.order_id
        return order or self.reference_ids.sale_ids or self.picking_id.sale_id

    def _collection_receiver(self):
        """The debtor who gets the goods of a move without an order."""
        return (self.partner_id or self.picking_id.partner_id).commercial_partner_id

    def _collection_receiver_ordered(self, orders):
        """Tell whether the goods go to somebody whom one of these orders names.

        Whoever works in the warehouse can link a move to any order.
        """
        receiver = self._collection_receiver()
        named = (
            orders.partner_id | orders.partner_invoice_id | orders.partner_shipping_id
        )
        return bool(orders) and (
            not receiver or receiver in named.commercial_partner_id
        )

    def _collection_cases(self):
        """The cases on hold of those who get these moves, and what is released.

        :return: {move: case}, and the deliveries that a manager let through
        """
        cases = self.env["collection.case"].with_context(active_test=False)
        released = self.env["stock.picking"]
        receivers = {move: move._collection_receiver() for move in self}
        partners = {partner.id for partner in receivers.values()}
        domain = [
            ("partner_id", "in", partners),
            ("company_id", "in", self.company_id.root_id.ids),
            ("hold_id", "!=", False),
        ]
        held = cases.search(domain) if any(partners) else cases
        if held._judge_if_dirty():
            held = cases.search(domain)
        held = held.filtered(lambda case: case._is_held_now())
        if held:
            released = self.picking_id._collection_released(held)
        by_debtor = {(case.partner_id, case.company_id): case for case in held}
        found = {
            move: by_debtor.get((partner, move.company_id.root_id))
            for move, partner in receivers.items()
        }
        return found, released

    # --------------------------------------------------------------------- words

    def _collection_reasons(self, answers=None):
        """Why these moves wait, one text for each transfer: {transfer: text}."""
        answers = answers or self._collection_answers()
        said = {}
        for move in self.sudo():  # names only, for whoever validates
            answer = answers[move]
            if not answer.verdict.allowed:
                words = said.setdefault(move.picking_id, {})
                words[move._collection_words(answer)] = None
        return {
            picking: self.env._(
                "%(transfer)s waits: %(reasons)s",
                transfer=picking.name or self.env._("This delivery"),
                reasons=" ".join(words),
            )
            for picking, words in said.items()
        }

    def _collection_words(self, answer):
        """Why one move waits, and what frees it."""
        if answer.order:
            return answer.order._collection_words(answer.verdict)
        case = answer.case
        effects = dict(case._fields["hold_effect"]._description_selection(self.env))
        return self.env._(
            "%(debtor)s is on credit hold (%(effect)s), and this delivery belongs to "
            "no order of that customer. %(frees)s A credit manager can release it.",
            debtor=case.partner_id.display_name,
            effect=effects[case.hold_effect].lower(),
            frees=case.hold_id.frees or "",
        ).replace("  ", " ")
