from datetime import timedelta

from freezegun import freeze_time

from odoo import Command

from ..common import CollectionCommon


class LedgerCommon(CollectionCommon):
    """A debtor with a child contact, a branch, two currencies and all that happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency("EUR", rates=[("2026-01-01", 2.0)])
        cls.branch = cls.env["res.company"].create(
            {
                "name": "Branch",
                "parent_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
            }
        )
        cls.env["account.chart.template"].try_loading(
            cls.company.chart_template, company=cls.branch, install_demo=False
        )
        cls.env.user.company_ids |= cls.branch
        both = (cls.company | cls.branch).ids
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": both})
        cls.receivable_account = cls.company_data["default_account_receivable"]
        cls.debtor = cls._make_debtor("Payer & Sons")
        cls.debtor.with_company(
            cls.branch
        ).property_account_receivable_id = cls.receivable_account
        cls.contact = cls.env["res.partner"].create(
            {"name": "Ann", "parent_id": cls.debtor.id, "type": "invoice"}
        )
        cls.non_trade = cls.receivable_account.copy(
            {"code": "NTRADE", "non_trade": True}
        )
        cls.rounding = cls.env["account.cash.rounding"].create(
            {
                "name": "Five",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": cls.company_data["default_account_revenue"].id,
                "loss_account_id": cls.company_data["default_account_expense"].id,
                "rounding_method": "HALF-UP",
            }
        )
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "Three parts",
                "line_ids": [
                    Command.create({"value_amount": part, "nb_days": days})
                    for part, days in ((30, 0), (30, 30), (40, 90))
                ],
            }
        )

    # Each deed answers what it was done to: nothing, where nothing was there.

    def _deeds(self):
        """What may happen, invoices and payments more often."""
        often = [self._invoice, self._pay, self._credit]
        return [
            *often * 2,
            self._unmatch,
            self._draft,
            self._write_off,
            self._block,
            self._opt_out,
            self._rate_difference,
            self._pay_on_account,
        ]

    # --------------------------------------------------------------------- deeds

    def _pick(self, chance, moves):
        return chance.choice(list(moves)) if moves else moves

    def _open(self):
        return self.moves.filtered(
            lambda m: m.state == "posted" and m.amount_residual and m.is_invoice()
        )

    def _invoice(self, chance, on):
        values = {
            "company_id": chance.choice((self.company, self.company, self.branch)).id,
            "currency_id": chance.choice((self.company.currency_id, self.euro)).id,
        }
        if chance.random() < 0.3:
            values |= {
                "invoice_date_due": False,
                "invoice_payment_term_id": self.term.id,
            }
        if chance.random() < 0.3 and values["company_id"] == self.company.id:
            values["invoice_cash_rounding_id"] = self.rounding.id
        partner = chance.choice((self.debtor, self.contact))
        amount = round(chance.uniform(5, 900), 2)
        due = on + timedelta(days=chance.randint(-10, 60))
        move = self.invoice(amount, on, max(due, on), partner=partner, **values)
        if chance.random() < 0.15:
            move.button_draft()
            self.receivable(move).account_id = self.non_trade
            move.action_post()
        self.moves |= move
        return move

    def _credit(self, chance, on):
        move = self._pick(chance, self._open().filtered(lambda m: m.amount_total > 9))
        if not move or move.move_type != "out_invoice":
            return None
        amount = round(move.amount_residual * chance.uniform(0.1, 0.9), 2)
        refund = self.invoice(
            amount,
            on,
            partner=move.partner_id,
            move_type="out_refund",
            currency_id=move.currency_id.id,
            company_id=move.company_id.id,
            ref=move.name,
        )
        self.moves |= refund
        lines = self.receivable(move | refund)
        if chance.random() < 0.6 and len(lines.account_id) == 1:
            lines.filtered(lambda line: not line.reconciled).reconcile()
        return refund

    def _owing(self):
        return self._open().filtered(lambda m: m.move_type == "out_invoice")

    def _pay(self, chance, on):
        move = self._pick(chance, self._owing())
        if move:
            part = chance.choice((0.4, 1.0))
            self.pay(move, on, round(move.amount_residual * part, 2))
        return move

    def _write_off(self, chance, on):
        move = self._pick(chance, self._owing())
        if move:
            self.pay(
                move,
                on,
                round(move.amount_residual * 0.97, 2),
                payment_difference_handling="reconcile",
                writeoff_account_id=self.company_data["default_account_expense"].id,
            )
        return move

    def _pay_on_account(self, chance, on):
        with freeze_time(on):
            payment = self.env["account.payment"].create(
                {
                    "partner_id": chance.choice((self.debtor, self.contact)).id,
                    "partner_type": "customer",
                    "payment_type": "inbound",
                    "amount": round(chance.uniform(5, 90), 2),
                    "date": on,
                }
            )
            payment.action_post()
        return payment

    def _unmatch(self, chance, on):
        lines = self.receivable(self.moves.filtered(lambda m: m.state == "posted"))
        matched = lines.filtered(lambda line: line.matched_credit_ids)
        line = self._pick(chance, matched)
        line.remove_move_reconcile()
        return line

    def _draft(self, chance, on):
        move = self._pick(chance, self._open())
        if move:
            with freeze_time(on):
                move.button_draft()
                move.action_post()
        return move

    def _block(self, chance, on):
        moves = self._open().filtered(lambda m: m.payment_state == "not_paid")
        move = self._pick(chance, moves)
        if move:
            move.action_toggle_block_payment()
        return move

    def _opt_out(self, chance, on):
        line = self._pick(chance, self.receivable(self._open()))
        line.no_followup = True
        return line

    def _rate_difference(self, chance, on):
        """An entry that leaves something in company currency only."""
        values = {"currency_id": self.euro.id, "amount_currency": 0.0}
        income = self.company_data["default_account_revenue"].id
        amount = round(chance.uniform(-3, 3), 2) or 1.0
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": on,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.receivable_account.id,
                            "partner_id": self.debtor.id,
                            "balance": amount,
                            **values,
                        }
                    ),
                    Command.create(
                        {"account_id": income, "balance": -amount, **values}
                    ),
                ],
            }
        )
        move.action_post()
        return move
