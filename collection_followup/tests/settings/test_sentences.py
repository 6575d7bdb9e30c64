import re
from datetime import date, datetime

from odoo.tests import TransactionCase, tagged

from ...models.case.reason_words import SENTENCES
from ...models.commitment.words import (
    COMMITMENTS,
    PLAN_SENTENCES,
    RELIABILITY_SENTENCES,
)
from ...models.contact.guard_words import GUARDS
from ...models.gate.words import GROWN
from ...models.gate.words import SENTENCES as GATE
from ...models.hold.cause import CAUSES, KEPT_AWAY_WORDS, MANUAL_WORDS
from ...models.interaction.timeline import SENTENCES as TIMELINE
from ...rules.case.reasons import REASON_VALUES
from ...rules.contact.contact_guard import Verdict
from ...rules.gate import gate
from ...rules.hold.hold_facts import Cause
from ...rules.ledger.facts import Reason
from ...sentences import say_amount, say_amounts, say_date, say_moment, speaking

DAY = date(2026, 11, 12)
DATES = {
    "en_US": "November 12, 2026",
    "en_GB": "12 November 2026",
    "de_DE": "12. November 2026",
    "fr_FR": "12 novembre 2026",
    "es_ES": "12 de noviembre de 2026",
}
AMOUNTS = {
    "en_US": "22,750.00 €",
    "en_GB": "22,750.00 €",
    "de_DE": "22.750,00 €",
    "fr_FR": "22 750,00 €",
    "es_ES": "22.750,00 €",
}
NUMERIC = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
RAW = re.compile(r"22750|22[.,]?750[.,]0(?!0)|22 ?750[.,]?\d* EUR")
PLACES = re.compile(r"%\((\w+)\)s")
DAYS = {
    "broken_on",
    "day",
    "deadline",
    "due",
    "on",
    "pay_by",
    "replied_on",
    "returned_on",
    "sent_on",
    "since",
    "until",
}
SUMS = {
    "amount",
    "down_payment",
    "grown",
    "left",
    "limit",
    "minimum",
    "missing",
    "over",
    "paid",
    "promised",
    "smallest",
    "sum",
    "total",
    "waiting",
}


@tagged("post_install", "-at_install")
class TestSentences(TransactionCase):
    """A date and an amount stand in a sentence in one way, in the reader's language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in DATES:
            cls.env["res.lang"]._activate_lang(lang)
        cls.euro = cls.env.ref("base.EUR")
        cls.dollar = cls.env.ref("base.USD")
        (cls.euro | cls.dollar).active = True
        cls.company = cls.env["res.company"].create(
            {"name": "Creditor", "currency_id": cls.euro.id}
        )
        cls.strategy = cls.env["collection.strategy"].create(
            {
                "name": "Strategy",
                "stage_ids": [(0, 0, {"name": "Firm", "severity": "3", "delay": 9})],
            }
        )

    def in_each_language(self):
        """Each language, as a subtest, with an environment that speaks it."""
        for lang in DATES:
            with self.subTest(lang=lang):
                self.company.partner_id.lang = lang
                yield lang, speaking(self.env, lang)

    def assertSpoken(self, text, lang, names):
        """No other way of writing a date or an amount; every one that was given."""
        text = re.sub(r"\s", " ", text)
        self.assertNotRegex(text, NUMERIC)
        self.assertNotRegex(text, RAW)
        self.assertEqual(DATES[lang] in text, bool(DAYS & set(names)), text)
        self.assertEqual(AMOUNTS[lang] in text, bool(SUMS & set(names)), text)
        self.assertNotIn("%(", text)

    def values(self, names):
        """A value for each place of a sentence."""
        known = {"stage": self.strategy.stage_ids.id, "channel": "email"}
        known["part"] = "disputed"
        known |= {"kind": "lawyer", "now": 8.5, "start": 9.0, "end": 17.0}
        known |= dict.fromkeys(DAYS, DAY) | dict.fromkeys(SUMS, 22750.0)
        known |= dict.fromkeys(("level", "due_stage"), self.strategy.stage_ids.id)
        return tuple((name, known.get(name, 7)) for name in names)

    def reasons(self, sentences):
        """Each sentence of a table: its reason, and the names of its places."""
        for code, sentence in sentences.items():
            with self.subTest(code=code):
                names = list(dict.fromkeys(PLACES.findall(str(sentence))))
                yield Reason(code, self.values(names)), names

    # ------------------------------------------------------------- the one way

    def test_a_date_and_an_amount(self):
        for lang, env in self.in_each_language():
            self.assertEqual(say_date(env, DAY), DATES[lang])
            self.assertEqual(say_date(env, False), "")
            amount = say_amount(env, 22750.0, self.euro)
            self.assertEqual(re.sub(r"\s", " ", amount), AMOUNTS[lang])
            self.assertIn(DATES[lang], say_moment(env, datetime(2026, 11, 12, 9, 30)))

    def test_a_list_of_sums(self):
        env = speaking(self.env, "en_GB")
        sums = [(1200.0, self.euro), (300.0, self.dollar)]
        self.assertEqual(say_amounts(env, []), "")
        self.assertEqual(say_amounts(env, sums[:1]), "1,200.00\xa0€")
        self.assertEqual(say_amounts(env, sums), "1,200.00\xa0€ and $\xa0300.00")
        german = say_amounts(speaking(env, "de_DE"), sums)
        self.assertEqual(german, "1.200,00\xa0€ und $\xa0300,00")
        canada = self.env.ref("base.CAD")
        canada.write({"symbol": "$", "position": "before"})
        self.assertEqual(
            say_amounts(env, [(5.0, canada), *sums]),
            "$\xa05.00 (CAD), 1,200.00\xa0€ and $\xa0300.00 (USD)",
        )

    def test_a_language_that_is_not_installed(self):
        mine = speaking(self.env, "de_DE")
        self.assertEqual(speaking(mine, "pl_PL").lang, "de_DE")
        self.assertEqual(speaking(mine, False).lang, "de_DE")

    # -------------------------------------------------------- every table of words

    def test_every_reason_of_a_decision(self):
        for lang, env in self.in_each_language():
            speaker = env["collection.reason"]._speaker(self.company)
            for code, names in REASON_VALUES.items():
                shown = PLACES.findall(str(SENTENCES[code]))
                if code != "nothing_to_collect":
                    reason = Reason(code, self.values(names))
                    self.assertSpoken(speaker(reason), lang, shown)

    def test_what_rests_is_money_too(self):
        parts = (("EUR", 22750.0), ("USD", 1980.0))
        rests = (("disputed", parts),)
        reason = Reason("nothing_to_collect", (("rests", rests),))
        for lang, env in self.in_each_language():
            said = env["collection.reason"]._speaker(self.company)(reason)
            self.assertSpoken(said, lang, ["amount"])
            self.assertNotIn("1980", said)

    def test_every_cause_of_a_hold(self):
        for lang, env in self.in_each_language():
            speaker = env["collection.hold"]._speaker(self.company)
            words = {cause.code: cause.words for cause in CAUSES}
            for code, sentence in {"manual": MANUAL_WORDS, **words}.items():
                cause = Cause(code, "block", 22750.0, self.strategy.stage_ids.id)
                shown = PLACES.findall(str(sentence))
                self.assertSpoken(speaker.why([cause], "a note"), lang, shown)
            for code, sentence in KEPT_AWAY_WORDS.items():
                shown = PLACES.findall(str(sentence))
                said = speaker.why_not(Reason(code, self.values(shown)))
                self.assertSpoken(said, lang, shown)
            manual = [Cause("manual", "block")]
            frees = speaker.frees(manual, 22750.0, DAY)
            self.assertSpoken(frees, lang, ["amount", "until"])

    def test_every_sentence_about_a_promise(self):
        for lang, env in self.in_each_language():
            for reason, names in self.reasons(COMMITMENTS):
                model = env["collection.reason"]
                (said,) = model._say_commitments(self.company, [(reason, self.euro)])
                self.assertSpoken(said, lang, names)

    def test_every_sentence_about_a_plan(self):
        for lang, env in self.in_each_language():
            words = env["collection.reason"]
            for reason, names in self.reasons(PLAN_SENTENCES):
                self.assertSpoken(words._say_plan(reason, self.euro), lang, names)
            for reason, names in self.reasons(RELIABILITY_SENTENCES):
                said = words._say_reliability(reason, self.euro)
                self.assertSpoken(said, lang, names)

    def test_every_guard(self):
        moment = datetime(2026, 11, 12, 9)
        for lang, env in self.in_each_language():
            for reason, names in self.reasons(GUARDS):
                case = env["collection.case"]
                allowed = Verdict(True, reason, None)
                self.assertSpoken(case._contact_words(allowed), lang, names)
                later = case._contact_words(Verdict(False, reason, moment))
                if reason.code != "stop_contact":  # its end is a value of its own
                    self.assertSpoken(later, lang, ["until"])

    def test_every_verdict_about_an_order(self):
        order = self.env["sale.order"].new(
            {
                "company_id": self.company.id,
                "currency_id": self.euro.id,
                "partner_invoice_id": self.company.partner_id.id,
            }
        )
        for lang, env in self.in_each_language():
            spoken = order.with_env(env)
            for reason, names in self.reasons({**GATE, "grown": GROWN}):
                code = "gate_zero" if reason.code == "grown" else reason.code
                verdict = gate.Verdict(False, Reason(code, reason.values))
                self.assertSpoken(spoken._collection_words(verdict), lang, names)

    def test_every_event_of_the_timeline(self):
        for lang, env in self.in_each_language():
            for key, sentence in TIMELINE.items():
                kind, event = key if isinstance(key, tuple) else (key, "other")
                row = env["collection.timeline"].new(
                    {"kind": kind, "event": event, "day": DAY, "document": "INV/1"}
                )
                shown = PLACES.findall(str(sentence))
                self.assertSpoken(row.words, lang, {"day"} & set(shown))
