from collections import defaultdict
from dataclasses import replace

from ...rules.gate.gate import GateFacts, Limit, Release
from ...rules.ledger.facts import Currency


class Watch:
    """Whose orders concern the gate: those of debtors on hold, or with a limit.

    Looks with all rights: the answer is for those who see no ledger. Costs one query
    where nobody is concerned. Orders are those of sales, or of any model that answers
    the same questions: ``_collection_contact``, ``_collection_worth`` and so on.
    """

    def __init__(self, orders):
        self.sudo = orders.sudo()  # see the class
        self.env = self.sudo.env
        self.contacts = {order: order._collection_contact() for order in self.sudo}
        self.keys = {
            order: (contact.commercial_partner_id._origin, order.company_id.root_id)
            for order, contact in self.contacts.items()
        }
        self.cases = self._read_cases()
        self.limits = self._read_limits()
        self.watched = self.sudo.filtered(
            lambda order: self._effect(order) or self._limit_key(order) in self.limits
        )

    def _read_cases(self):
        """The cases of the debtors, also of archived ones: {order: case}.

        A contact that was on hold before it was put under another company stays so,
        until its own case is judged.
        """
        cases = self.env["collection.case"].with_context(active_test=False)
        contacts = self.env["res.partner"].union(*self.contacts.values())
        asked = (contacts.commercial_partner_id | contacts)._origin
        roots = {root.id for _partner, root in self.keys.values()}
        domain = [("partner_id", "in", asked.ids), ("company_id", "in", roots)]
        by_key = {
            (case.partner_id, case.company_id): case for case in cases.search(domain)
        }
        found = {}
        for order, (debtor, root) in self.keys.items():
            case = by_key.get((debtor, root), cases.browse())
            own = by_key.get((self.contacts[order]._origin, root), case)
            found[order] = case if case.hold_effect or not own.hold_effect else own
        return found

    def _read_limits(self):
        companies = self.sudo.company_id.filtered("root_id.collection_limit_refuses")
        return self.env["collection.exposure"]._limits(
            self._debtors(self.sudo), companies
        )

    def _debtors(self, orders):
        """Whose debt these orders are."""
        debtors = (self.keys[order][0] for order in orders)
        return self.env["res.partner"].union(*debtors)

    def _effect(self, order):
        """The effect of the hold, none once the last day set by hand is over.

        A hold that stands on debts too goes on: it is judged before it refuses.
        """
        case = self.cases[order]
        if case.hold_id._has_run_out() and case.hold_id._is_only_by_hand():
            return None
        return case.hold_effect or None

    def _limit_key(self, order):
        return (self.keys[order][0].id, order.company_id.id)


class Gate(Watch):
    """What the gate knows of some orders, gathered in a constant number of queries.

    Orders that are asked together use up the same limit and the same releases, in
    their order.
    """

    def __init__(self, orders, grown=None, certain=False):
        """Gather what decides; what costs more is read where it may matter.

        :param orders: orders of any state
        :param grown: {order: by how much it became larger}
        :param certain: whether only money counts that has come in
        """
        super().__init__(orders)
        self.orders = orders
        self.grown = grown or {}
        self.owed, self.asked = self._read_exposure()
        # what the orders themselves have used of a sum: {order: (release, amount)}
        self.own = {}
        self.releases = self._read_releases()
        self.exempt = self.watched._collection_exempt(anybody=certain)
        self.paid = self.watched._collection_paid(certain)
        self.worth = self.watched._collection_worth()

    # ------------------------------------------------------------------ reading

    def _read_exposure(self):
        owed, asked = {}, {}
        limited = self.watched.filtered(lambda o: self._limit_key(o) in self.limits)
        for root, orders in limited.grouped(lambda o: o.company_id.root_id).items():
            exposure = self.env["collection.exposure"]
            sums, own = exposure._read(root, self._debtors(orders), orders)
            owed |= {(partner, root.id): amount for partner, amount in sums.items()}
            asked |= own
        return owed, asked

    def _read_releases(self):
        """The releases that count today, with what was used of them: {case id: ...}."""
        by_case, holds = {}, self.env["collection.hold"]
        cases = self.env["collection.case"].union(
            *(self.cases[order] for order in self.watched)
        )
        for root, group in cases.grouped("company_id").items():
            by_case |= holds._open_releases(group, root._collection_today())
        used = self._read_used(
            self.env["collection.hold.release"].union(*by_case.values())
        )
        return {
            case_id: tuple(
                Release(
                    key=release.id,
                    scope=release.scope,
                    order=release.order_id.id,
                    amount=release.amount,
                    used=used[release.id],
                    total=release.order_total,
                    currency=release.order_currency_id.name or None,
                )
                for release in releases
            )
            for case_id, releases in by_case.items()
        }

    def _read_used(self, releases):
        """What releases up to an amount have let through: {release id: amount}."""
        sums = releases.filtered(lambda release: release.scope == "amount")
        used = defaultdict(float)
        for release, order, amount in sums._let_through():
            used[release.id] += amount
            self.own[order] = (release.id, amount)
        return used

    def _own_use(self, order, release):
        """What an order has used already of a release up to an amount."""
        key, amount = self.own.get(order, (None, 0.0))
        return amount if key == release else 0.0

    # ------------------------------------------------------------------- asking

    def ask(self, rule, together=True):
        """Ask a rule about each order: {order: Verdict}.

        :param rule: one of ``rules.gate``
        :param together: whether they would all be let through at once
        """
        verdicts, taken, used = {}, defaultdict(float), defaultdict(float)
        for order, order_sudo in zip(self.orders, self.sudo, strict=True):
            facts = self._facts(order_sudo, taken, used)
            verdict = verdicts[order] = rule(facts)
            if together and verdict.allowed and facts.limit:
                taken[self.keys[order_sudo]] += facts.limit.order
            if together and verdict.code == "gate_released":
                key = dict(verdict.reason.values)["release"]
                used[key] += facts.total_company - self._own_use(order, key)
        return verdicts

    def lock(self):
        """Let no other transaction decide about the same debtors at once.

        Whatever uses up sums waits for others that do; all wait for a hold that is
        being set.
        """
        sums = [
            order
            for order in self.watched
            if self._limit_key(order) in self.limits
            or any(
                release.scope == "amount"
                for release in self.releases.get(self.cases[order].id, ())
            )
        ]
        locks = self.env["collection.credit.lock"]
        locks._see_holds({debtor.id for debtor, _root in self.keys.values()})
        locks._use_up({self.keys[order][0].id for order in sums})

    def _facts(self, order, taken, used):
        """What the rule wants to know of an order.

        :param taken: what others asked before it take of the limit: {key: amount}
        :param used: what they use up of releases: {release id: amount}
        """
        currency = as_currency(order.currency_id)
        if order not in self.watched:
            return GateFacts(order.id, currency, 0.0, grown=self.grown.get(order))
        case, cod = self.cases[order], order.company_id.root_id.collection_cod_term_id
        return GateFacts(
            key=order._collection_release_key(),
            currency=currency,
            total=self.worth[order],
            total_company=order._collection_in_company(self.worth[order]),
            effect=self._effect(order),
            hold=case.hold_id.id or None,
            paid=self.paid[order],
            exempt=order in self.exempt,
            releases=tuple(
                replace(r, used=r.used + used[r.key] - self._own_use(order, r.key))
                for r in self.releases.get(case.id, ())
            ),
            cod_term=order._collection_on_delivery(),
            cod_exists=bool(cod),
            limit=self._limit(order, taken),
            grown=self.grown.get(order),
            company_currency=as_currency(order.company_id.currency_id),
        )

    def _limit(self, order, taken):
        limit = self.limits.get(self._limit_key(order))
        if not limit:
            return None
        partner, root = self.keys[order]
        return Limit(
            limit=limit,
            exposure=self.owed.get((partner.id, root.id), 0.0)
            + taken[self.keys[order]],
            order=self.asked.get(order.id, 0.0),
            currency=as_currency(root.currency_id),
        )


def as_currency(currency):
    """A currency as the rules know it."""
    return Currency(currency.name or "", currency.rounding or 0.01)
