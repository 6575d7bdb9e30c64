from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...report.notice.letter_data import letters_of
from ...rules.strategy.clock import due_on


class CollectionLetterCopy(models.AbstractModel):
    """Letters that say what is owed now: no notice is made and no level moves.

    The notice behind such a letter lives in memory only, so that a copy and a
    real letter go through the same template. Whoever calls has checked that the user
    may read the records; here is checked what the letter shows beyond them.
    """

    _name = "collection.letter.copy"
    _description = "Copy of what is owed now"

    @api.model
    def _letters_of_moves(self, moves):
        """One letter for each debtor of these invoices.

        :raise UserError: when none of them is open
        """
        sales = moves.filtered(lambda move: move.is_sale_document(True))
        owed = sales.filtered(
            lambda move: move.state == "posted" and move.amount_residual
        )
        if not owed:
            self._raise_nothing_open(moves)
        debtors = {}
        for move in owed:
            root = move.company_id.root_id
            partner = move.commercial_partner_id
            debtors[root] = debtors.get(root, partner.browse()) | partner
        return self._letters(debtors)

    @api.model
    def _letters_of_partners(self, partners):
        """One letter for each debtor among these partners, in the current company."""
        return self._letters({self.env.company.root_id: partners.commercial_partner_id})

    @api.model
    def _letters_of_cases(self, cases):
        """One letter for each case."""
        groups = cases.grouped("company_id").items()
        return self._letters({root: group.partner_id for root, group in groups})

    @api.model
    def _raise_nothing_open(self, moves):
        """Say why there is nothing to remind of."""
        moves = moves[:10]
        raise UserError(
            self.env._(
                "There is nothing to remind of: %(names)s are paid, cancelled, not "
                "posted or no customer invoices.",
                names=", ".join(move.display_name for move in moves),
            )
            if len(moves) > 1
            else self._nothing_open_text(moves)
        )

    @api.model
    def _nothing_open_text(self, move):
        name = move.display_name
        if move.state != "posted":
            return self.env._("%(name)s is not posted: nothing is owed.", name=name)
        if not move.is_sale_document(include_receipts=True):
            return self.env._("%(name)s is no customer invoice.", name=name)
        return self.env._("%(name)s is paid: there is nothing to remind of.", name=name)

    @api.model
    def _letters(self, debtors):
        """Letters for debtors by root company.

        :raise UserError: when nothing is overdue at any of them
        """
        notices = []
        for root, partners in debtors.items():
            today = root._collection_today()
            notices += self._notices_now(root, partners, today)
        if not notices:
            names = ", ".join(p.display_name for ps in debtors.values() for p in ps)
            raise UserError(
                self.env._(
                    "Nothing is overdue at %(names)s. A statement shows everything "
                    "that is open.",
                    names=names[:500],
                )
            )
        return letters_of(notices, today, is_copy=True)

    @api.model
    def _notices_now(self, root, partners, today):
        """Notices in memory with everything that is overdue now."""
        # the reader looks at payments and orders that a biller may not see; whoever
        # got here may read the invoices or the case
        reader = self.env["collection.reader"].sudo()
        overdue = {
            partner: sorted(
                (claim for claim in claims if due_on(claim.item) < today),
                key=lambda claim: (claim.item.currency.code, due_on(claim.item)),
            )
            for partner, claims in zip(
                partners,
                reader._read_claims(root, partners, today).values(),
                strict=True,
            )
        }
        owing = {partner: claims for partner, claims in overdue.items() if claims}
        self._check_may_print(root, partners, owing)
        collectors = self._collectors(root, [partner.id for partner in owing])
        said = self._said(root, owing, today)
        return [
            self._notice_now(root, partner, claims, collectors.get(partner), said)
            for partner, claims in owing.items()
        ]

    @api.model
    def _check_may_print(self, root, partners, owing):
        """Let those print who may read the case, or every invoice that is shown.

        :param owing: {partner: claims on the letter}, of those among the partners
            who owe
        :raise AccessError: when the user may read neither; the same for a debtor who
            owes nothing, unless the user works with invoices at all
        """
        cases = self.env["collection.case"]
        if cases.has_access("read"):
            own = [("company_id", "=", root.id), ("partner_id", "in", partners.ids)]
            partners -= cases.search(own).partner_id
        if not partners:
            return
        lines = self.env["account.move.line"].browse(
            claim.item.key for partner in partners for claim in owing.get(partner, ())
        )
        # what the user may read counts, not which branches he has chosen just now
        companies = self.env.user.company_ids.ids
        if not lines.with_context(allowed_company_ids=companies).has_access("read"):
            raise AccessError(
                self.env._(
                    "A letter to %(names)s would show invoices that you may not read. "
                    "Ask the collector or the accountants to print it.",
                    names=", ".join(partners[:10].mapped("display_name")),
                )
            )

    @api.model
    def _said(self, root, owing, today):
        """What is known of items beside their amounts, read once for all letters.

        :param owing: {partner: claims}
        :return: {journal item id: values of a line of a notice}
        """
        env = self.sudo().env  # of debtors that may be read
        claims = [claim for found in owing.values() for claim in found]
        lines = env["account.move.line"].browse(claim.item.key for claim in claims)
        days = env["collection.commitment"]._promised_days(lines)
        notes = env["collection.notice.line"]._credit_notes(claims)
        partners = env["res.partner"].union(*owing)
        told = env["collection.dispute"]._read_told(root, partners, today)
        return {
            claim.item.key: {
                "days_late": (today - due_on(claim.item)).days,
                "promised_for": days.get(claim.item.key),
                "credit_notes": notes.get(claim.item.key),
                "disputes": [one.stored() for one in told.get(claim.item.key, ())],
            }
            for claim in claims
        }

    @api.model
    def _collectors(self, root, debtor_ids):
        """Who answers questions of each debtor: {partner: user}.

        :raise UserError: when one of them must not be written to; a copy is read by
            the debtor like a letter, only at which hour it is printed does not matter
        """
        cases_sudo = self.env["collection.case"].sudo()  # a biller sees no cases
        cases = cases_sudo.search(
            [("partner_id", "in", debtor_ids), ("company_id", "=", root.id)]
        )
        cases._check_contacts("letter", only_hard=True)
        return {case.partner_id: case.user_id for case in cases}

    @api.model
    def _notice_now(self, root, partner, claims, collector, said):
        """One notice in memory."""
        lines = self.env["account.move.line"].sudo()  # of a debtor that may be read
        lines = lines.browse(claim.item.key for claim in claims)
        letterhead = lines.company_id if len(lines.company_id) == 1 else root
        return lines.env["collection.notice"].new(
            {
                "partner_id": partner.id,
                "company_id": letterhead.id,
                "user_id": collector.id if collector else self.env.uid,
                "lang": partner.lang,
                "line_ids": [
                    Command.create(said[line.id] | values)
                    for claim, line in zip(claims, lines, strict=True)
                    for values in self._line_values(claim, line)
                ],
            }
        )

    @api.model
    def _line_values(self, claim, line):
        """Values of the lines of one claim: what is asked for, and what rests."""
        values = {
            "line_id": line.id,
            "move_id": line.move_id.id,
            "name": line.move_id.name,
            "customer_reference": line.move_id.ref,
            "date_invoice": line.move_id.invoice_date or line.date,
            "date_due": due_on(claim.item),
            "currency_id": line.currency_id.id,
            "amount_total": line.amount_currency,
            "amount_open": claim.item.open,
            "amount_to_collect": claim.to_collect,
            "amount_rests": claim.item.open - claim.to_collect,
        }
        apart = self.env["collection.reader"]._apart()
        rests = [(part, amount) for part, amount in claim.parts if part in apart]
        rows = [{**values, "part": "due"}] if claim.to_collect or not rests else []
        for part, amount in rests:
            rows.append({**values, "part": part, "amount_rests": amount})
        return rows
