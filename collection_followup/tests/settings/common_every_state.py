from datetime import date

from odoo.tests import new_test_user

from .common_past import PastCommon

DAY = "2026-06-15"


class EveryStateCommon(PastCommon):
    """One company, and of everything of ours a record in each of its states.

    Told by days through real flows; the day on which it is looked at is Monday,
    15 June 2026.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write(
            {"street": "5 Creditor Road", "zip": "20457", "city": "Hamburg"}
        )
        cls.people = {
            "collector": cls.collector,
            "all": cls.everybody,
            "manager": cls.manager,
            "auditor": cls.auditor,
            "salesperson": cls.salesperson,
            "accountant": cls.accountant,
            "administrator": new_test_user(
                cls.env, login="administrator", groups="base.group_system"
            ),
            "internal": new_test_user(cls.env, login="internal"),
        }
        cls.manager.group_ids += cls.env.ref("base.group_multi_company")
        for role in ("collector", "manager", "auditor", "accountant"):
            cls.people[role].group_ids += cls.env.ref("base.group_allow_export")
        cls.moves = cls.env["account.move"]
        for tell in (
            cls._tell_notices,
            cls._tell_letters,
            cls._tell_cases,
            cls._tell_promises,
            cls._tell_plans,
            cls._tell_disputes,
            cls._tell_holds,
            cls._tell_contacts,
            cls._tell_runs,
        ):
            tell()
        with cls.on(DAY):
            cls.env["collection.case"].search([])._judge()
        cls.known = {
            "res.partner": cls.moves.partner_id,
            "account.move": cls.moves,
            "sale.order": cls.env["sale.order"].search([]),
            "account.payment": cls.env["account.payment"].search([]),
        }

    # --------------------------------------------------------------------- stories

    @classmethod
    def _tell_promises(cls):
        names = (
            "Open",
            "Kept",
            "Partly",
            "Broken",
            "Postponed",
            "Cancelled",
            "Approval",
        )
        cases = {name: cls.late(f"{name} Promise") for name in names}
        for name, case in cases.items():
            values = {"date": "2026-06-30" if name == "Open" else "2026-06-04"}
            if name == "Approval":
                values["date"] = "2026-12-18"
            with cls.on("2026-05-26"):
                cls.by_collector(case)._promise(values)
        with cls.on("2026-05-27"):
            cls.by_collector(cases["Postponed"])._promise({"date": "2026-06-26"})
            cases["Cancelled"].commitment_ids._cancel("He never said so")
        cls.pay(cls.bill(cases["Kept"]), "2026-06-03")
        cls.pay(cls.bill(cases["Partly"]), "2026-06-03", amount=400.0)
        with cls.on("2026-06-10"):
            for case in cases.values():
                case._judge()

    @classmethod
    def _tell_plans(cls):
        names = ("Draft", "Approval", "Running", "Kept", "Defaulted", "Cancelled")
        cases = {name: cls.late(f"{name} Plan", 900.0) for name in names}
        values = {"first_on": date(2026, 6, 1), "count": 2, "rhythm": "weekly"}
        values["confirm"] = False
        for name, case in cases.items():
            given = dict(values)
            if name == "Approval":
                given |= {"first_on": date(2026, 6, 18), "count": 20}
            elif name == "Running":
                given |= {"first_on": date(2026, 6, 18), "count": 3}
            with cls.on("2026-05-26"):
                own = cls.by_collector(case)
                make = own._draft_plan if name == "Draft" else own._agree_plan
                make(given)
        with cls.on("2026-05-27"):
            cases["Cancelled"].plan_ids._cancel("They pay at once")
        cls.pay(cls.bill(cases["Kept"]), "2026-05-29")
        with cls.on("2026-06-12"):
            for case in cases.values():
                case._judge()

    @classmethod
    def _tell_disputes(cls):
        reasons = cls.env["collection.dispute.reason"]
        reason = reasons.search([("child_ids", "=", False)], limit=1)
        names = ("Open", "Remedy", "Theirs", "Closed", "Cancelled")
        cases = {name: cls.late(f"{name} Dispute") for name in names}
        with cls.on("2026-06-10"):
            disputes = {
                name: cls.by_collector(case)._dispute(
                    {
                        "line_id": cls.receivable(cls.bill(case))[:1],
                        "reason_id": reason,
                        "amount": 300.0,
                        "user_id": cls.people["internal"],
                        "note": "Two cartons were missing",
                    }
                )
                for name, case in cases.items()
            }
            order = cls.quotation(partner=cases["Remedy"].partner_id).sudo()
            disputes["Remedy"]._note_remedy("replacement", None, "In transit", order)
            disputes["Theirs"]._decide_for_us(date(2026, 6, 29), "It was right.")
            disputes["Closed"]._note_remedy("correction", date(2026, 6, 10), "Done")
            disputes["Cancelled"]._cancel("They found the delivery note.")

    @classmethod
    def _tell_holds(cls):
        active, proposed, ended = (
            cls.late(f"{name} Hold") for name in ("Active", "Proposed", "Ended")
        )
        with cls.on("2026-06-10"):
            for case in (active, ended):
                case.with_user(cls.manager)._hold("block", "Has not paid for months")
            cls.by_collector(proposed)._hold("prepay", "Promises nothing")
            ended.hold_id.with_user(cls.manager)._end_by_hand("Paid")
            orders = [
                cls.quotation(500.0, partner=case.partner_id)
                for case in (active, active, proposed)
            ]
            own = active.with_user(cls.manager)
            own._release("order", "They need it", order=orders[0])
            own._release("amount", "A little", amount=200.0)
            own.release_ids[-1].action_withdraw()

    @classmethod
    def _tell_contacts(cls):
        case = cls.late("Contact Case")
        kinds = cls.env["collection.document.kind"].search([])
        people = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": case.partner_id.id,
                    "email": f"{name.lower()}@contact.example",
                    "phone": f"+49 30 {number}",
                    "collection_role_ids": cls.env.ref(
                        "collection_followup.role_pays"
                    ).ids,
                }
                for number, name in enumerate(("Ann", "Bea", "Cid"), start=111)
            ]
        )
        with cls.on("2026-06-10"):
            case.pay_document_ids = kinds
            stops = cls.env["collection.contact.stop"].with_user(cls.collector)
            stops |= stops.create(
                [
                    {
                        "partner_id": person.id,
                        "channel": "call",
                        "reason": "Asked for it on the phone",
                    }
                    for person in people[:2]
                ]
            )
            lift = cls.env["collection.contact.stop.lift"].with_user(cls.everybody)
            lift.create(
                {"stop_ids": stops[0].ids, "reason": "Calls again"}
            ).action_confirm()
            people[2]._collection_mark_left(date(2026, 6, 1))
            cls.by_collector(case)._override_guard("email", "Wants an answer today")

    @classmethod
    def _tell_runs(cls):
        case = cls.late("Run Case")
        for kind in ("dry", "manual", "case"):
            cls.run_for("2026-06-15", case, kind)
        cls.strategy.copy({"name": "Strategy of next year"})
        cls.env["account.payment"].create(
            {
                "partner_id": case.partner_id.id,
                "amount": 120.0,
                "date": "2026-06-12",
                "journal_id": cls.company_data["default_journal_bank"].id,
            }
        ).action_post()

    # ------------------------------------------------------------------ for the test

    def records(self):
        """Everything of ours, and what we show on Odoo's documents."""
        names = [
            name
            for name, model in self.env.registry.items()
            if name.startswith("collection.") and not model._transient and model._auto
        ]
        ours = [
            self.env[name].sudo().with_context(active_test=False).search([])
            for name in sorted(names)
            if not self.env[name]._abstract
        ]
        return [*ours, *self.known.values()]
