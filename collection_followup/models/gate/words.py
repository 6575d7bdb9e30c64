from odoo.tools.translate import LazyTranslate

from ...sentences import say_amount

_lt = LazyTranslate(__name__)

# what a verdict of rules.gate says; a hold adds who, since when and what frees it
SENTENCES = {
    "gate_zero": _lt("The order is worth nothing: it is not held."),
    "gate_exempt": _lt("Orders of this team are not held."),
    "gate_released": _lt("A credit manager has released it."),
    "gate_paid": _lt("The order is paid in full: it is not held."),
    "gate_cod": _lt("%(debtor)s is on credit hold: the order is paid on delivery."),
    "gate_block": _lt("%(debtor)s is on credit hold: no new orders."),
    "gate_prepay": _lt(
        "%(debtor)s is on credit hold: prepayment. %(missing)s of this order "
        "is not paid yet."
    ),
    "gate_no_cod_term": _lt(
        "%(debtor)s is on credit hold: cash on delivery, and no payment "
        "term for it is chosen in the settings."
    ),
    "gate_account": _lt(
        "%(debtor)s is on credit hold: %(missing)s cannot be put on account."
    ),
    "gate_limit": _lt(
        "The credit limit of %(debtor)s is %(limit)s; this order would exceed it by "
        "%(over)s."
    ),
    "deliver_block": _lt("%(debtor)s is on credit hold: deliveries wait."),
    "deliver_prepay": _lt(
        "%(debtor)s is on credit hold: deliveries wait until the order is "
        "paid. %(missing)s of it is not paid yet."
    ),
    "deliver_cod": _lt(
        "%(debtor)s is on credit hold: only orders with cash on delivery, or "
        "paid ones, are delivered. %(missing)s of this one is not paid yet."
    ),
}
GROWN = _lt("A confirmed order does not become larger meanwhile (by %(grown)s).")
# amounts in company currency; the others are in that of the order
COMPANY = ("limit", "over")


class Words:
    """Says verdicts about one order to salespeople: no invoice is named."""

    def __init__(self, order):
        self.order = order.sudo()  # the words of the hold are for salespeople too
        self.env = order.env

    def __call__(self, verdict):
        """The verdict in words, with what the hold says of itself below."""
        values = dict(verdict.reason.values)
        said = {name: self._say(name, value) for name, value in values.items()}
        debtor = self.order._collection_contact().commercial_partner_id
        said["debtor"] = debtor.display_name
        sentence = self.env._(SENTENCES[verdict.reason.code])
        lines = [sentence % said]
        if values.get("grown"):
            grown = self.env._(GROWN)
            lines.append(grown % said)
        if values.get("hold"):
            hold = self.env["collection.hold"].sudo().browse(values["hold"])  # as above
            lines.append(hold._in_words())
        return "\n".join(lines)

    def _say(self, name, value):
        if not isinstance(value, float):
            return value
        currency = self.order.currency_id
        if name in COMPANY:
            currency = self.order.company_id.currency_id
        return say_amount(self.env, value, currency)
