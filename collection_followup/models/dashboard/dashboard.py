from ast import literal_eval
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ...sentences import say_amount, say_date
from ..dispute.dispute import UNDECIDED

OURS = "collection_followup"
MOST_OWNERS = 6
WEEK = 7
# the sums of a case by age, with the age of an open item that they are the sum of
AGES = (
    ("not_due", "0_current"),
    ("age_1_30", "1_30"),
    ("age_31_60", "2_60"),
    ("age_61_90", "3_90"),
    ("age_91_180", "4_180"),
    ("age_over_180", "5_over"),
)


class Scope(NamedTuple):
    """For whom the figures are: a company, its day, and one collector or everybody."""

    company: models.BaseModel
    today: object
    mine: bool


class Figure(NamedTuple):
    """One figure of the first page, and the list that it counts.

    :param key: its technical name
    :param part: where it stands: ``money``, ``do``, ``promises``, ``holds`` or
        ``check``
    :param label: its name on the screen
    :param action: XML id of the action that opens the list
    :param domain: what is counted, without company and collector; the domain of the
        action when left out
    :param amount: a field to be summed in company currency, or nothing
    :param alert: whether more than zero is bad news
    """

    key: str
    part: str
    label: str
    action: str
    domain: list | None = None
    amount: str = ""
    alert: bool = False


class CollectionDashboard(models.AbstractModel):
    """The first page of collections: of the company, or *My day* of a collector.

    Everything is read with the rights of the user: a figure whose records he may not
    read is not shown, and nobody counts what he may not list.
    """

    _name = "collection.dashboard"
    _description = "Dashboard of collections"

    @api.model
    def _figures(self, scope):
        """The figures, in the order of the screen.

        An addon adds its own by ``super()``::

            def _figures(self, scope):
                claims = Figure(
                    key="insured",
                    part="do",
                    label=self.env._("Claims to the insurer"),
                    action="my_addon.claim_action",
                    domain=[("state", "=", "draft")],
                    amount="amount",
                )
                return [*super()._figures(scope), claims]

        :param scope: see ``Scope``
        :return: list of ``Figure``
        """
        return [
            *self._figures_of_money(scope),
            *self._figures_to_do(scope),
            *self._figures_of_promises(scope),
            *self._figures_of_holds(),
            *self._figures_to_check(),
        ]

    @api.model
    def _figures_of_money(self, scope):
        env, part = self.env, "money"
        cases = f"{OURS}.collection_case_action"
        late, due = [("overdue", ">", 0)], [("to_collect", ">", 0)]
        money = f"{OURS}.collection_money_action"
        month = [("date", ">=", scope.today.replace(day=1))]
        return [
            Figure("overdue", part, env._("Total overdue"), cases, late, "overdue"),
            Figure(
                "to_collect", part, env._("Amount to collect"), cases, due, "to_collect"
            ),
            Figure(
                "collected", part, env._("Collected this month"), money, month, "amount"
            ),
        ]

    @api.model
    def _figures_to_do(self, scope):
        env, part = self.env, "do"
        cases = f"{OURS}.collection_case_action"
        decide = f"{OURS}.collection_case_decision_action"
        planned = f"{OURS}.collection_notice_action"
        letters = f"{OURS}.collection_letter_waiting_action"
        trouble = f"{OURS}.collection_notice_trouble_action"
        calls = [
            ("activity_ids.activity_type_id.category", "=", "phonecall"),
            ("activity_ids.date_deadline", "<=", scope.today),
        ]
        replied = [("replied_on", "!=", False)]
        return [
            Figure(
                "replies", part, env._("Replies to read"), cases, replied, "to_collect"
            ),
            Figure("calls", part, env._("Calls due today"), cases, calls, "to_collect"),
            Figure(
                "approve", part, env._("Notices to approve"), planned, amount="amount"
            ),
            Figure("print", part, env._("Letters to print"), letters, amount="amount"),
            Figure(
                "decide",
                part,
                env._("Decisions due"),
                decide,
                amount="to_collect",
                alert=True,
            ),
            Figure(
                "trouble",
                part,
                env._("Delivery issues"),
                trouble,
                amount="amount",
                alert=True,
            ),
        ]

    @api.model
    def _figures_of_promises(self, scope):
        env, part = self.env, "promises"
        action = f"{OURS}.collection_commitment_action"
        sunday = scope.today + timedelta(days=6 - scope.today.weekday())
        since = scope.today - timedelta(days=WEEK)
        running = ("state", "in", ("open", "to_approve"))
        today = [running, ("date", "<=", scope.today)]
        week = [running, ("date", "<=", sunday)]
        broken = [("state", "in", ("broken", "partly")), ("broken_on", ">=", since)]
        return [
            Figure(
                "today", part, env._("Promised up to today"), action, today, "amount"
            ),
            Figure(
                "week", part, env._("Promised up to Sunday"), action, week, "amount"
            ),
            Figure(
                "broken",
                part,
                env._("Broken in 7 days"),
                action,
                broken,
                "amount",
                True,
            ),
        ]

    @api.model
    def _figures_of_holds(self):
        env, part = self.env, "holds"
        held = f"{OURS}.collection_hold_action"
        proposed = f"{OURS}.collection_hold_proposed_action"
        quotations = "sale.action_quotations_with_onboarding"
        stuck = [
            ("state", "in", ("draft", "sent")),
            ("collection_hold_effect", "!=", False),
        ]
        return [
            Figure("held", part, env._("Customers on hold"), held, amount="amount"),
            Figure(
                "proposed",
                part,
                env._("Proposed holds"),
                proposed,
                amount="amount",
                alert=True,
            ),
            Figure(
                "stuck",
                part,
                env._("Their quotations"),
                quotations,
                stuck,
                "amount_total",
            ),
        ]

    @api.model
    def _figures_to_check(self):
        env, part = self.env, "check"
        cases = f"{OURS}.collection_case_action"
        items, total = f"{OURS}.collection_open_item", "amount_open_company"
        small, lost = f"{items}_remainder_action", f"{items}_no_debtor_action"
        transit, out = (
            f"{OURS}.collection_incoming_action",
            f"{items}_no_followup_action",
        )
        pauses = f"{OURS}.collection_rest"
        waking, forgotten = f"{pauses}_waking_action", f"{pauses}_forgotten_action"
        nobody, late = [("user_id", "=", False)], [("too_long", "=", True)]
        bounced = [("bounced", "=", True)]
        return [
            Figure(
                "nobody", part, env._("Unassigned cases"), cases, nobody, "to_collect"
            ),
            Figure("bounced", part, env._("Bounced"), cases, bounced, "to_collect"),
            Figure("transit", part, env._("Too long in transit"), transit, late),
            Figure("small", part, env._("Residual balances"), small, amount=total),
            Figure("lost", part, env._("Without a customer"), lost, amount=total),
            Figure("out", part, env._("Not followed up"), out, amount=total),
            Figure("waking", part, env._("Expiring pauses"), waking),
            Figure("forgotten", part, env._("Overdue pauses"), forgotten),
        ]

    # ------------------------------------------------------------- what is counted

    @api.model
    def _scope(self, mine):
        company = self.env.company.root_id
        return Scope(company, company._collection_today(), bool(mine))

    @api.model
    def _records(self, figure, scope):
        """The records of a figure: those of its company and, where asked, collector.

        :return: (model, domain)
        """
        action = self.env.ref(figure.action).sudo()  # which list, and no record of it
        model = self.env[action.res_model]
        domain = Domain(figure.domain or literal_eval(action.domain or "[]"))
        domain &= Domain("company_id", "child_of", scope.company.id)
        user = "case_id.user_id" if "case_id" in model._fields else "user_id"
        if scope.mine:
            domain &= Domain(user, "in", [self.env.uid, False])
        if model._name == "collection.case":
            domain &= Domain("state", "=", "open")
        return model.with_context(**self._context_of(figure, scope)), domain

    @api.model
    def _measure(self, figure, scope):
        """Count the records of a figure and sum their amounts.

        :return: (number, amount in company currency or None)
        """
        model, domain = self._records(figure, scope)
        if not figure.amount:
            return model.search_count(domain), None
        currency = model._fields[figure.amount].get_currency_field(model)
        if model._fields[currency].store:
            groups = model._read_group(
                domain, [currency], ["__count", f"{figure.amount}:sum"]
            )
        else:  # the currency of the company
            [(count, amount)] = model._read_group(
                domain, [], ["__count", f"{figure.amount}:sum"]
            )
            return count, amount or 0.0
        ours, total = scope.company.currency_id, 0.0
        for theirs, _count, amount in groups:
            total += (theirs or ours)._convert(
                amount or 0.0, ours, scope.company, scope.today
            )
        return sum(count for _theirs, count, _amount in groups), total

    @api.model
    def _context_of(self, figure, scope):
        """What the list needs to know besides its domain."""
        if figure.key == "collected":
            return {"collection_money_since": scope.today.replace(day=1)}
        return {}

    # ----------------------------------------------------------- what the page asks

    @api.model
    @api.readonly
    def get_page(self, mine=None):
        """Everything that the page shows, in the words of the user.

        :param mine: only the cases of the user and unassigned ones; when left out,
            for those who do not work on all cases
        :return: a dictionary for the page
        :raise AccessError: for those who may not read cases
        """
        cases = self.env["collection.case"]
        cases.check_access("read")
        user = self.env.user
        sees_all = user.has_groups(
            f"{OURS}.group_collection_all,{OURS}.group_collection_auditor"
        )
        scope = self._scope(not sees_all if mine is None else mine)
        return {
            "company": scope.company.name,
            "day": say_date(self.env, scope.today),
            "mine": scope.mine,
            "both": sees_all,
            "open": bool(scope.company.collection_opened_on),
            "empty": not cases.search_count(
                [("company_id", "=", scope.company.id)], limit=1
            ),
            "parts": self._told_parts(scope, lambda part: part != "check"),
            "ages": self._ages(scope),
            "owners": self._owners(scope),
        }

    @api.model
    @api.readonly
    def get_checks(self, mine=False):
        """What to look at from time to time; it takes longer than the page."""
        self.env["collection.case"].check_access("read")
        return self._told_parts(self._scope(mine), lambda part: part == "check")

    @api.model
    def _told_parts(self, scope, wanted):
        """The figures of some parts, without those that the user may not read."""
        parts = defaultdict(list)
        for figure in self._figures(scope):
            if not wanted(figure.part):
                continue
            model, _domain = self._records(figure, scope)
            if model.has_access("read"):
                parts[figure.part].append(self._told(figure, scope))
        return parts

    @api.model
    def _told(self, figure, scope):
        count, amount = self._measure(figure, scope)
        told = {
            "key": figure.key,
            "label": figure.label,
            "count": count,
            "amount": amount,
            "words": ""
            if amount is None
            else say_amount(self.env, amount, scope.company.currency_id),
            "alert": bool(figure.alert and count),
        }
        if figure.part == "money" and not scope.mine:
            told.update(self._change(figure, scope, amount))
        return told

    @api.model
    def _change(self, figure, scope, amount):
        """How a sum has changed since the last run that is a week old."""
        if figure.key not in ("overdue", "to_collect"):
            return {}
        run = self.env["collection.run"].search(
            [
                ("company_id", "=", scope.company.id),
                ("kind", "in", ("auto", "manual")),
                ("state", "=", "done"),
                ("date", "<=", scope.today - timedelta(days=WEEK)),
            ],
            limit=1,
        )
        if not run:
            return {}
        change = amount - run[figure.key]
        said = say_amount(self.env, abs(change), scope.company.currency_id)
        values = {"amount": said, "day": say_date(self.env, run.date)}
        if scope.company.currency_id.is_zero(change):
            words = self.env._("as on %(day)s", **values)
        elif change > 0:
            words = self.env._("%(amount)s more than on %(day)s", **values)
        else:
            words = self.env._("%(amount)s less than on %(day)s", **values)
        return {"change": words, "worse": change > 0}

    @api.model
    def _ages(self, scope):
        """What is open by age, from the sums of the cases."""
        cases = self.env["collection.case"]
        domain = Domain("company_id", "=", scope.company.id)
        domain &= Domain("state", "=", "open")
        if scope.mine:
            domain &= Domain("user_id", "in", [self.env.uid, False])
        names = [name for name, _bucket in AGES]
        [sums] = cases._read_group(domain, aggregates=[f"{n}:sum" for n in names])
        labels = cases.fields_get(names, ["string"])
        currency = scope.company.currency_id
        return [
            {
                "key": bucket,
                "label": labels[name]["string"],
                "amount": amount or 0.0,
                "words": say_amount(self.env, amount or 0.0, currency),
            }
            for (name, bucket), amount in zip(AGES, sums, strict=True)
        ]

    @api.model
    def _owners(self, scope):
        """Undecided disputes by their owner, the largest sums first."""
        disputes = self.env["collection.dispute"]
        if not disputes.has_access("read"):
            return []
        domain = Domain("company_id", "=", scope.company.id)
        domain &= Domain("state", "in", UNDECIDED)
        if scope.mine:
            domain &= Domain("case_id.user_id", "in", [self.env.uid, False])
        groups = disputes._read_group(
            domain,
            ["user_id"],
            ["__count", "amount_company:sum"],
            order="amount_company:sum DESC",
            limit=MOST_OWNERS,
        )
        currency = scope.company.currency_id
        return [
            {
                "id": user.id,
                "name": user.name or self.env._("Unassigned"),
                "count": count,
                "words": say_amount(self.env, amount, currency),
            }
            for user, count, amount in groups
        ]

    @api.model
    def open_figure(self, key, mine=False):
        """The list of what a figure counts: exactly these records.

        :param key: of a ``Figure``, ``age:...`` or ``owner:...``
        :return: an action
        """
        scope = self._scope(mine)
        kind, _sep, value = key.partition(":")
        if kind == "age":
            return self._open_age(value, scope)
        if kind == "owner":
            return self._open_owner(int(value), scope)
        figure = next(f for f in self._figures(scope) if f.key == key)
        _model, domain = self._records(figure, scope)
        context = self._context_of(figure, scope)
        return self._open(figure.action, figure.label, domain, context)

    @api.model
    def _open(self, action, name, domain, context):
        action = self.env["ir.actions.act_window"]._for_xml_id(action)
        views = [view for view in action["views"] if view[1] != "kanban"]
        lists = sorted(views, key=lambda view: view[1] != "list")
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": list(domain),
            "context": context,
            "views": lists,
            "view_mode": ",".join(kind for _id, kind in lists),
            "path": False,
        }

    @api.model
    def _open_age(self, bucket, scope):
        domain = Domain("bucket", "=", bucket)
        domain &= Domain("company_id", "child_of", scope.company.id)
        if scope.mine:
            domain &= Domain("user_id", "in", [self.env.uid, False])
        items = self.env["collection.open.item"]
        label = dict(items._fields["bucket"]._description_selection(self.env))[bucket]
        return self._open(f"{OURS}.collection_open_item_action", label, domain, {})

    @api.model
    def _open_owner(self, user_id, scope):
        domain = Domain("user_id", "=", user_id or False)
        domain &= Domain("state", "in", UNDECIDED)
        domain &= Domain("company_id", "=", scope.company.id)
        if scope.mine:
            domain &= Domain("case_id.user_id", "in", [self.env.uid, False])
        name = self.env._("Disputes")
        return self._open(f"{OURS}.collection_dispute_all_action", name, domain, {})
