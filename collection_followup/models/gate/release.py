from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ...sentences import house, say_amount, speaking
from ..settings.guarded import MANAGER

REQUEST = "collection_followup.mail_activity_type_release"


class SaleOrder(models.Model):
    """A salesperson asks for a release, a credit manager answers."""

    _inherit = "sale.order"

    collection_release_asked = fields.Boolean(
        compute="_compute_collection_release_asked",
        compute_sudo=True,
        help="A credit manager was asked to release this order and has not answered.",
    )

    def _compute_collection_release_asked(self):
        asked = self._collection_requests().mapped("res_id")
        for order in self:
            order.collection_release_asked = order.id in asked

    def _collection_requests(self):
        """The requests on these orders that nobody has answered."""
        activities = self.env["mail.activity"].sudo()  # a colleague's request counts
        return activities.search(
            [
                ("res_model", "=", "sale.order"),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(REQUEST).id),
            ]
        )

    def _collection_debtor_case(self):
        """The case of the one who gets the invoice, made if there is none yet."""
        self.ensure_one()
        order = self.sudo()  # whoever sees the order may ask for its debtor
        cases = self.env["collection.case"]
        return cases._case_of(order.partner_invoice_id, order.company_id)

    def _collection_exempt(self, anybody=False):
        """The orders that are never held, because their team is exempt.

        The team of an order is anybody's to choose: it counts only where a member
        of that team, a customer or the system itself has entered the order, and
        confirms it or makes it larger.

        :param anybody: whoever asks, as for deliveries
        """
        orders = self.sudo()  # membership is no secret
        return orders.filtered(
            lambda order: (
                order.team_id.collection_exempt
                and order.team_id._collection_enters(order.create_uid)
                and (anybody or order.team_id._collection_enters(self.env.user))
            )
        ).with_env(self.env)

    # ------------------------------------------------------------------- asking

    def action_collection_confirm(self):
        """Confirm a quotation; where that is refused, lead to what would allow it.

        A credit manager may release it at once, a salesperson asks for a release, and
        whoever can do neither reads the reasons.
        """
        self.ensure_one()
        if not self._collection_verdicts()[self].allowed:
            if self.env.user.has_group(MANAGER):
                return self.action_collection_release()
            sells = self.env.user.has_group("sales_team.group_sale_salesman")
            if sells and not self._collection_requests():
                return self.action_collection_ask_release()
        return self.action_confirm()

    def action_collection_ask_release(self):
        """Ask the salesperson why this order should be let through."""
        self.ensure_one()
        self.check_access("write")
        self._check_not_asked()
        return self._collection_window(
            "collection.release.ask", self.env._("Ask for a release")
        )

    def _collection_ask_release(self, reason):
        """Ask a credit manager to let this order through.

        :param reason: why, in the words of the salesperson
        """
        self.ensure_one()
        self.check_access("write")
        reason = self.env["collection.case"]._words(reason)
        self._check_not_asked()
        # only who the manager is
        manager = self.company_id.root_id.sudo()._collection_manager()
        if not manager:
            raise UserError(
                self.env._("There is no credit manager: an administrator names one.")
            )
        order = self.sudo()  # the manager need not follow the order
        env = speaking(self.env, manager.lang)
        order.activity_schedule(
            REQUEST,
            user_id=manager.id,
            summary=env._(
                "Release asked for: %(debtor)s, %(amount)s",
                debtor=order.partner_invoice_id.commercial_partner_id.display_name,
                amount=say_amount(env, order.amount_total, order.currency_id),
            ),
            note=plaintext2html(reason),
        )
        kept = house(self.company_id)
        self._message_log(body=kept._("Release asked for: %s", reason))

    def _check_not_asked(self):
        request = self._collection_requests()[:1]
        if request:
            raise UserError(
                self.env._(
                    "A release was asked for already; %(user)s will answer.",
                    user=request.user_id.name,
                )
            )

    # ---------------------------------------------------------------- answering

    def action_collection_release(self):
        """Ask the credit manager what is released, or why not."""
        self.ensure_one()
        self._check_releases()
        return self._collection_window("collection.release", self.env._("Release"))

    def _collection_refuse_release(self, reason):
        """Refuse what was asked for, with words for the salesperson."""
        self.ensure_one()
        self._check_releases()
        reason = self.env["collection.case"]._words(reason)
        if not self._collection_requests():
            raise UserError(self.env._("Nobody asks for a release here any more."))
        self._collection_answer(lambda env: env._("Not released: %s", reason))

    def _collection_answer(self, words):
        """Close the requests with the answer, and tell those who have asked.

        :param words: a function of the environment of the company
        """
        text = words(house(self.company_id))
        requests = self._collection_requests()
        askers = requests.create_uid.partner_id
        requests.action_feedback(feedback=text)
        order = self.sudo()  # managers of credit write no orders
        order.message_post(
            body=text,
            partner_ids=(askers - self.env.user.partner_id).ids,
            author_id=self.env.user.partner_id.id,
            subtype_xmlid="mail.mt_note",
        )

    def _check_releases(self):
        """Refuse whoever is no credit manager; sudo and context grant nothing."""
        self.check_access("read")
        if not self.env["collection.case"]._is_credit_manager():
            raise AccessError(
                self.env._("Only a credit manager releases orders: ask for it.")
            )

    def _collection_window(self, model, name):
        """Open a window on this order."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }
