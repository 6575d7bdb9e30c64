from itertools import cycle, islice

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...sentences import house, say_amount

ACCOUNTANT = "account.group_account_invoice"
# tax is rounded, by line or by document: so often the last cent is looked for
TRIES = 6


class CollectionDispute(models.Model):
    """The credit note: Odoo's own reversal, cut down to what is contested.

    It is made as a draft. Posting and matching is the accountant's native flow; when
    it stands against the document, the dispute closes by itself.
    """

    _inherit = "collection.dispute"

    credit_note_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The dispute closes when it is posted and stands against the document.",
    )
    credit_note_number = fields.Char(
        compute="_compute_credit_note_number",
        compute_sudo=True,  # a number for owners who do not see the ledger
    )

    amount_disputed = fields.Monetary(
        string="Still disputed",
        compute="_compute_amount_disputed",
        compute_sudo=True,  # a number for owners who do not see the ledger
        help="Without what credit notes took off it since.",
    )

    @api.depends("amount", "credit_note_id")
    def _compute_amount_disputed(self):
        facts = self._own_facts()
        for dispute in self:
            covered = facts[dispute.id].covered if dispute.id in facts else 0.0
            dispute.amount_disputed = max(dispute.amount - covered, 0.0)

    def _own_facts(self):
        """These disputes as the rules see them today, by id."""
        facts = {}
        for root, disputes in self.grouped(lambda d: d.company_id.root_id).items():
            condition = SQL("d.id IN %s", tuple(disputes.ids) or (0,))
            facts |= self._facts(condition, root, root._collection_today())
        return facts

    def _compute_credit_note_number(self):
        for dispute in self:
            note = dispute.credit_note_id
            dispute.credit_note_number = note.name or (note and self.env._("Draft"))

    def action_credit_note(self):
        """Make the draft credit note of what is contested, or open it again."""
        self.ensure_one()
        dispute_sudo = self._check_may_credit()
        credit_note = dispute_sudo.credit_note_id.sudo(False)
        if not credit_note or credit_note.state == "cancel":
            dispute_sudo._check_running()
            credit_note = self._reverse_contested()
            self._link_credit_note(credit_note)
        return credit_note._get_records_action()

    def _check_may_credit(self):
        """Let accountants in; answer with all rights on the dispute."""
        self.check_access("read")
        if not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(
                self.env._(
                    'Only an accountant can make a credit note. Use "Ask for a credit '
                    'note": the accountant you choose gets a task.'
                )
            )
        return self.sudo()  # accountants do not write disputes, but this link

    def _link_credit_note(self, credit_note):
        """The credit note is the answer from now on."""
        dispute_sudo = self._check_may_credit()
        dispute_sudo._check_running()
        dispute_sudo._check_credit_note(credit_note)
        dispute_sudo._name_credit_note(credit_note)
        dispute_sudo._answered(dispute_sudo.answer_note)

    def _name_credit_note(self, credit_note):
        """The dispute carries the credit note that is its answer."""
        env = house(self.company_id)
        self.write(
            {
                "answer": "credit_note",
                "credit_note_id": credit_note.id,
                "answer_note": env._(
                    "Credit note for %(amount)s",
                    amount=say_amount(
                        env, credit_note.amount_total, credit_note.currency_id
                    ),
                ),
                "done_on": False,
            }
        )

    def _take_credit_note(self, keys):
        """Credit notes that nobody made for this dispute settled it: name the last.

        :param keys: ids of the credit notes that stand against the document
        """
        self._name_credit_note(self.env["account.move"].browse(max(keys)))

    def _check_credit_note(self, credit_note):
        """Refuse what cannot settle this dispute."""
        wrong = (
            credit_note.move_type != "out_refund"
            or credit_note.state == "cancel"
            or credit_note.commercial_partner_id != self.partner_id
            or credit_note.currency_id != self.currency_id
        )
        if wrong:
            raise UserError(
                self.env._(
                    "Choose a credit note of %(debtor)s in %(currency)s.",
                    debtor=self.partner_id.display_name,
                    currency=self.currency_id.name,
                )
            )

    def _reverse_contested(self):
        """Reverse the document by Odoo's wizard and keep the contested amount.

        With the rights of the accountant. A part of the document becomes lines of
        quantity one without product: money is given back, goods are not, so that
        neither the order nor the stock hears of a return.
        """
        move = self.move_id
        if move.state != "posted" or move.move_type != "out_invoice":
            raise UserError(
                self.env._(
                    "Only a posted invoice can get a credit note by this button."
                )
            )
        wizard = (
            self.env["account.move.reversal"]
            .with_company(move.company_id)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create(
                {
                    "journal_id": move.journal_id.id,
                    "reason": f"{self.name}, {self.reason_id.name}",
                }
            )
        )
        wizard.refund_moves()
        credit_note = wizard.new_move_ids
        amount = self.currency_id.round(self.amount)
        if self.currency_id.compare_amounts(amount, move.amount_total):
            self._cut_down(credit_note, amount)
        return credit_note

    def _cut_down(self, credit_note, amount):
        """Let a credit note be over the contested amount, taxes included."""
        lines = self.invoice_line_ids
        if (
            self.currency_id.compare_amounts(sum(lines.mapped("price_total")), amount)
            < 0
        ):
            lines = self.move_id.invoice_line_ids.filtered(
                lambda line: line.display_type == "product"
            )
        share = amount / sum(lines.mapped("price_total"))
        credit_note.write(
            {
                "invoice_cash_rounding_id": False,
                "invoice_line_ids": [
                    Command.clear(),
                    *(Command.create(_part_of(line, share)) for line in lines),
                ],
            }
        )
        self._find_last_cent(credit_note, amount)

    def _find_last_cent(self, credit_note, amount):
        """Move the lines by cents until the total is that amount, if taxes allow."""
        currency = credit_note.currency_id
        lines = credit_note.invoice_line_ids.sorted(lambda one: -abs(one.price_total))
        for line in islice(cycle(lines), TRIES):
            missing = currency.round(amount - credit_note.amount_total)
            if currency.is_zero(missing):
                return
            net = line.price_unit / line.price_total if line.price_total else 1.0
            smallest = currency.rounding if missing > 0 else -currency.rounding
            line.price_unit += currency.round(missing * net) or smallest
        if currency.compare_amounts(amount, credit_note.amount_total):
            self._say_nearest(credit_note, amount)

    def _say_nearest(self, credit_note, amount):
        """Some totals do not exist once tax is rounded: the accountant is told."""
        currency = credit_note.currency_id
        env = house(credit_note.company_id)
        credit_note.message_post(
            body=env._(
                "The disputed amount is %(amount)s; with the taxes of the document, "
                "%(total)s is the nearest amount that can be credited.",
                amount=say_amount(env, amount, currency),
                total=say_amount(env, credit_note.amount_total, currency),
            )
        )

    def _ask_for_credit_note(self, accountant, note):
        """Ask an accountant for the credit note by a task."""
        dispute_sudo = self._check_may_mend()
        if not accountant or not accountant.has_group(ACCOUNTANT):
            raise UserError(
                self.env._("Choose an accountant who may make credit notes.")
            )
        today = self.company_id._collection_today()
        dispute_sudo._open_tasks(
            "dispute_credit_note",
            [
                (
                    dispute_sudo,
                    accountant,
                    min(dispute_sudo.deadline, dispute_sudo._working_day(today, 3)),
                    lambda env: env._(
                        "%(number)s: credit note for %(amount)s",
                        number=self.name,
                        amount=say_amount(env, self.amount, self.currency_id),
                    ),
                    note or self.note,
                )
            ],
        )


def _part_of(line, share):
    """The values of a credit line over a share of an invoice line, as money."""
    gross = line.price_unit * line.quantity * (1.0 - line.discount / 100.0)
    return {
        "name": line.name,
        "quantity": 1.0,
        "price_unit": line.currency_id.round(gross * share),
        "account_id": line.account_id.id,
        "tax_ids": [Command.set(line.tax_ids.ids)],
        "analytic_distribution": line.analytic_distribution,
    }
