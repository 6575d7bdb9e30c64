from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...sentences import say_amount, say_date
from ..case.pause import LONGEST_PAUSE

# releases go on under the hold that has taken the place of theirs
MOVE = """
    UPDATE collection_hold_release r SET hold_id = h.id
      FROM collection_hold h
     WHERE h.id = ANY(%s) AND r.hold_id = h.replaces_id
"""


class CollectionCase(models.Model):
    """Releases: what a manager lets through in spite of a hold or a limit."""

    _inherit = "collection.case"

    def _release(self, scope, reason, order=None, amount=None, until=None):
        """Let something through; only a credit manager may, whoever calls it.

        :param scope: ``order``, ``amount`` or ``until``
        :param reason: why, in words
        :param order: the order, for scope ``order``
        :param amount: what orders may add up to, company currency, for ``amount``
        :param until: the last day; needed for ``until``, else it may be left out
        :return: the release
        """
        self.ensure_one()
        self.env["collection.hold"]._check_manager()
        self.check_access("read")
        reason = self._words(reason)
        self._check_release(scope, order, amount, until)
        releases = self.env["collection.hold.release"].sudo()  # checked above
        release = releases.create(
            {
                "case_id": self.id,
                "hold_id": self.sudo().hold_id.id,  # it is only named
                "scope": scope,
                "amount": amount if scope == "amount" else 0.0,
                "until": until,
                "reason": reason,
                "user_id": self.env.uid,
                **(order._collection_released_values(scope) if order else {}),
            }
        )
        self._tell_release(release, order)
        return release.with_env(self.env)

    def _check_release(self, scope, order, amount, until):
        """Refuse a release that says too little, or of somebody else's order."""
        if scope == "order":
            self._check_release_order(order)
        elif scope == "amount" and not (amount or 0.0) > 0.0:
            raise UserError(self.env._("Say up to which amount orders are released."))
        elif scope == "until" and not until:
            raise UserError(self.env._("Say until which day orders are released."))
        today = self.company_id._collection_today()
        if until and not today <= until <= today + LONGEST_PAUSE:
            raise UserError(
                self.env._(
                    "A release ends today or later, and within a year; %(until)s does "
                    "not.",
                    until=say_date(self.env, until),
                )
            )

    def _check_release_order(self, order):
        if not order:
            raise UserError(self.env._("Choose the order that is released."))
        debtor = order.sudo().partner_invoice_id.commercial_partner_id  # compared only
        company = order.sudo().company_id.root_id
        if debtor != self.partner_id or company != self.company_id:
            raise UserError(
                self.env._(
                    "%(order)s is not an order of %(debtor)s.",
                    order=order.display_name,
                    debtor=self.display_name,
                )
            )

    def _tell_release(self, release, order):
        """Keep the release in the threads of the case and of the order behind it."""

        def words(env):
            return env._(
                "Released: %(what)s. %(reason)s",
                what=release.with_env(env)._in_words(),
                reason=release.reason,
            )

        self._say(words)
        if order:
            order._collection_answer(words)


class SaleOrder(models.Model):
    """What is kept of an order that is released."""

    _inherit = "sale.order"

    def _collection_released_values(self, scope):
        """Who asked, and what the order came to if it is this order that passes."""
        self.ensure_one()
        values = {"asked_by_id": self._collection_requests().create_uid[:1].id}
        if scope == "order":
            order = self.sudo()  # managers of credit need not be in sales
            total = order._collection_worth()[order]
            today = order.company_id._collection_today()
            values |= {
                "order_id": order.id,
                "amount": order._collection_in_company(total, today),
                "order_total": total,
                "order_currency_id": order.currency_id.id,
            }
        return values


class CollectionHold(models.Model):
    """Releases belong to the hold that is active when they are given."""

    _inherit = "collection.hold"

    def _release(self, scope, reason, order=None, amount=None, until=None):
        """Let something through in spite of this hold, see the case."""
        self.ensure_one()
        return self.case_id._release(scope, reason, order, amount, until)

    @api.model
    def _open_releases(self, cases, today):
        """The releases that count today.

        :return: {case id: releases}; the gate adds up what they have let through
        """
        releases = self.env["collection.hold.release"].sudo()  # orders ask, not users
        found = releases.search(
            [
                ("case_id", "in", cases.ids),
                "|",
                ("until", "=", False),
                ("until", ">=", today),
            ]
        )
        return {case.id: group for case, group in found.grouped("case_id").items()}

    def _move_releases(self):
        """A hold that takes the place of another keeps its releases."""
        self.env.flush_all()
        self.env.cr.execute(SQL(MOVE, self.ids))
        self.env["collection.hold.release"].invalidate_model(["hold_id"])

    def _close_releases(self):
        """A release up to an amount ends with its hold; the next one asks anew."""
        releases = self.env["collection.hold.release"].search(
            [("hold_id", "in", self.ids), ("scope", "=", "amount")]
        )
        releases.active = False


class CollectionHoldRelease(models.Model):
    """A release in words."""

    _inherit = "collection.hold.release"

    def _in_words(self):
        """What is let through, for threads and banners."""
        self.ensure_one()
        amount = say_amount(self.env, self.amount, self.currency_id)
        texts = {
            "order": self.env._("order %s", self.order_id.name or ""),
            "amount": self.env._("orders up to %s", amount),
            "until": self.env._("every order"),
        }
        text = texts[self.scope]
        if not self.until:
            return text
        until = say_date(self.env, self.until)
        return self.env._("%(what)s until %(until)s", what=text, until=until)
