from datetime import timedelta

from odoo import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from .common_roles import RolesCommon

ADDON = "collection_followup"  # and those that build on it


class WorldCommon(RolesCommon):
    """One record of every model of ours, all about one debtor of the collector's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = [
            new_test_user(cls.env, "employee", "base.group_user"),
            new_test_user(cls.env, "settings", "base.group_system"),
            cls.salesperson,
            cls.accountant,
            cls.auditor,
            cls.colleague,
            cls.collector,
            cls.everybody,
            cls.manager,
        ]
        cls.today = cls.company._collection_today()
        cls.bill = cls.invoice(100.0, cls.today - timedelta(days=60))
        cls.line = cls.receivable(cls.bill)
        su = cls.env(su=True)  # what runs, jobs and buttons make
        su["collection.case"]._sync(cls.company, cls.debtor)
        case = su["collection.case"].search([("partner_id", "=", cls.debtor.id)])
        case._judge()
        case.user_id = cls.collector
        cls.file = case
        cls.world = {"collection.case": case}
        for name, values in cls.values().items():
            cls.world[name] = su[name].create(values)
        cls.world["collection.case.total"] = case.total_ids[:1]
        cls.world["collection.plan.line"] = cls.world["collection.plan"].line_ids
        cls.world["collection.plan.item"] = cls.world["collection.plan"].item_ids
        promise = cls.world["collection.commitment"]
        cls.world["collection.commitment.line"] = promise.line_ids
        cls.world["collection.notice.line"] = cls.world["collection.notice"].line_ids
        cls.world["collection.run.line"] = cls.world["collection.run"].line_ids
        locks = su["collection.credit.lock"]  # there from the installation on
        cls.world["collection.credit.lock"] = locks.search([], limit=1)
        cls.world["collection.strategy"] = cls.strategy.sudo()
        cls.world["collection.stage"] = cls.strategy.sudo().stage_ids[0]

    @classmethod
    def values(cls):
        """What it takes to make one record of each model, in this order."""
        case, soon = cls.file.id, cls.today + timedelta(days=20)
        line, euro = cls.line.id, cls.line.currency_id.id
        company, debtor = cls.company.id, cls.debtor.id
        now = cls.company._collection_now()
        owned = {"case_id": case}
        part = {"line_id": line, "currency_id": euro, "part": "due"}
        reason = cls.env["collection.dispute.reason"].search(
            [("child_ids", "=", False)], limit=1
        )
        return {
            "collection.role": {"name": "Plumber", "code": "plumber"},
            "collection.document.kind": {"name": "A stamp"},
            "collection.dispute.reason": {"name": "Odd"},
            "collection.letter.batch": {"company_id": company},
            "collection.run": {
                "date": cls.today,
                "company_id": company,
                "line_ids": [Command.create({**owned, "action": "wait"})],
            },
            "collection.notice": {
                **owned,
                "name": "N/1",
                "partner_id": debtor,
                "company_id": company,
                "stage_id": cls.stage(1).id,
                "line_ids": [Command.create(part)],
            },
            "collection.interaction": {
                **owned,
                "note": "He called",
                "outcome": "reached",
            },
            "collection.commitment": {
                **owned,
                "currency_id": euro,
                "amount": 10.0,
                "date": soon,
                "promised_on": cls.today,
                "line_ids": [Command.create({"line_id": line, "amount": 10.0})],
            },
            "collection.dispute": {
                **owned,
                "name": "D/1",
                "line_id": line,
                "move_id": cls.bill.id,
                "amount": 10.0,
                "currency_id": euro,
                "reason_id": reason.id,
                "user_id": cls.collector.id,
                "deadline": soon,
                "opened_on": cls.today,
            },
            "collection.plan": {
                **owned,
                "currency_id": euro,
                "amount": 50.0,
                "first_on": soon,
                "started_on": cls.today,
                "item_ids": [Command.create({"line_id": line, "amount": 50.0})],
                "line_ids": [Command.create({"date": soon, "amount": 50.0})],
            },
            "collection.private.note": {**owned, "text": "He is ill"},
            "collection.contact.stop": {
                "partner_id": debtor,
                "company_id": company,
                "reason": "He asked for it",
            },
            "collection.document": {
                **owned,
                "move_id": cls.bill.id,
                "kind_id": cls.env["collection.document.kind"].search([], limit=1).id,
            },
            "collection.guard.override": {
                **owned,
                "channel": "call",
                "reason": "Urgent",
                "date": now,
                "until": now,
            },
            "collection.hold": {
                **owned,
                "effect": "cod",
                "reason": "Late",
                "since": cls.today,
            },
            "collection.hold.release": {**owned, "scope": "until", "reason": "Paid"},
            "collection.item": {"line_id": line},
            "collection.online.item": {
                "transaction_id": cls.transaction().id,
                "line_id": line,
            },
            "collection.trouble": {"partner_id": debtor, "company_id": company},
            "collection.event": {"company_id": company, "on": cls.today},
        }

    @classmethod
    def transaction(cls):
        """An online payment of the debtor."""
        provider = cls.env["payment.provider"].sudo().search([], limit=1)
        return (
            cls.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": cls.env["payment.method"]
                    .sudo()
                    .search([], limit=1)
                    .id,
                    "reference": "online-1",
                    "amount": 10.0,
                    "currency_id": cls.line.currency_id.id,
                    "partner_id": cls.debtor.id,
                }
            )
        )

    @classmethod
    def tables(cls):
        """The names of our models that keep records of their own."""
        return sorted(
            name
            for name, model in cls.env.items()
            if str(model._original_module).startswith(ADDON)
            and model._auto
            and not model._abstract
            and not model._transient
        )

    def states_of(self, record):
        """The record as it stands in each of its states, with the name of the state."""
        owner = record if "state" in record._fields else record._fields.get("plan_id")
        if not owner:
            yield "", record
            return
        owner = record if owner is record else record.plan_id
        before = owner.state
        for state in (*owner._fields["state"].get_values(self.env), before):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET state = %s WHERE id = %s",
                    SQL.identifier(owner._table),
                    state,
                    owner.id,
                )
            )
            owner.invalidate_recordset(["state"])
            yield state, record

    def allowed(self, record, user, name, rules):
        """Whether the declaration lets a user write a field of a record."""
        mine = record.with_user(user)
        rule = rules.get(name)
        if not rule or rule.once or not mine.has_access("write"):
            return False
        if rule.group and not user.has_group(rule.group):
            return False
        return not rule.states or mine._people_state() in rule.states
