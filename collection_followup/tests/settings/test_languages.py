import re

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools import html2plaintext
from odoo.tools.misc import file_path

from ...rules.notice import words

LANGS = ["de_DE", "fr_FR", "es_ES"]
TEXTS = ["subject", "opening", "closing"]
PLACEHOLDER = re.compile(r"\{\{.*?\}\}|%\(\w+\)[sd]|%[sd]|</?\w[^>]*>|\$\{[^}]*\}")
# what a customer gets to see: mails, letters, statements and the page behind the link
FOR_CUSTOMERS = re.compile(
    r"arch_db:collection_followup\.(mail_|letter|statement|report_|portal|page|account_p)"
    r"|/(collection_notice_(body|sheet|words)|report/|controllers/)"
)
# threats, invented ends and pressure, whole words in small letters
FORBIDDEN = {
    "en_US": "court judge agency bureau lawyer lawyers solicitor attorney police fraud "
    "criminal arrest bailiff insolvency bankruptcy penalty fee fees interest legal "
    "threat final ultimate immediately forthwith",
    "de_DE": "gericht klage anwalt anwälte rechtsanwalt inkasso inkassobüro schufa "
    "polizei betrug strafanzeige pfändung gerichtsvollzieher insolvenz mahnbescheid "
    "gebühr gebühren zinsen verzugszinsen letztmalig letzte unverzüglich sofortige",
    "fr_FR": "tribunal justice avocat avocats huissier police fraude pénal contentieux "
    "saisie faillite pénalité pénalités intérêts frais dernier dernière "
    "immédiatement impérativement recouvrement",
    "es_ES": "tribunal juzgado juez abogado abogados policía fraude penal embargo "
    "morosos insolvencia concurso recargo recargos intereses judicial judiciales "
    "último última inmediatamente demanda",
}


def names_in(text):
    """The placeholders and tags of a text, in the order of the alphabet."""
    return sorted(PLACEHOLDER.findall(str(text or "")))


@tagged("post_install", "-at_install")
class TestLanguages(TransactionCase):
    """A customer is written to in his language, whole, and politely."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in LANGS:
            cls.env["res.lang"]._activate_lang(lang)
        module = cls.env["ir.module.module"].search(
            [("name", "=", "collection_followup")]
        )
        module._update_translations(LANGS, overwrite=True)
        strategies = cls.env.ref("collection_followup.strategy_standard")
        strategies |= cls.env.ref("collection_followup.strategy_persons")
        cls.stages = strategies.stage_ids
        cls.catalogues = {
            lang: polib.pofile(file_path(f"collection_followup/i18n/{lang[:2]}.po"))
            for lang in LANGS
        }

    def each_text(self, lang):
        """Stage, name of the field and text of each stage text in a language."""
        for stage in self.stages.with_context(lang=lang):
            for name in TEXTS:
                yield stage, name, stage[name]

    def test_stage_texts_have_the_same_placeholders_in_every_language(self):
        for lang in LANGS:
            for stage, name, text in self.each_text(lang):
                english = stage.with_context(lang="en_US")[name]
                with self.subTest(lang=lang, stage=stage.name, text=name):
                    self.assertEqual(names_in(text), names_in(english))
                    self.assertFalse(words.unknown(str(text)))

    def test_stage_texts_are_translated(self):
        for lang in LANGS:
            for stage, name, text in self.each_text(lang):
                english = stage.with_context(lang="en_US")[name]
                lines = html2plaintext(english).splitlines()
                with self.subTest(lang=lang, stage=stage.name, text=name):
                    for line in filter(None, lines):
                        self.assertNotIn(line, html2plaintext(text))

    def test_no_stage_text_threatens(self):
        for lang, forbidden in FORBIDDEN.items():
            for stage, name, text in self.each_text(lang):
                spoken = set(re.findall(r"\w+", html2plaintext(text).lower()))
                with self.subTest(lang=lang, stage=stage.name, text=name):
                    self.assertFalse(spoken & set(forbidden.split()))

    def test_no_subject_shows_an_amount(self):
        for lang in ["en_US", *LANGS]:
            for stage in self.stages.with_context(lang=lang):
                self.assertNotIn("total", stage.subject)

    def test_every_stage_says_when_and_how_much(self):
        claiming = self.stages.filtered(lambda stage: stage.severity != "0")
        for stage in claiming:
            self.assertIn("{{ total }}", stage.opening)
            self.assertIn("{{ pay_by }}", stage.opening)

    def test_german_begins_so_that_it_follows_a_comma(self):
        # "Sehr geehrte Damen und Herren," goes on small, but "Sie" is always large
        for stage, name, text in self.each_text("de_DE"):
            if name == "opening":
                first = html2plaintext(text).split()[0]
                self.assertRegex(first, r"^(Sie|Ihr\w*|Ihnen)$", stage.name)

    def test_catalogues_keep_placeholders(self):
        for lang, catalogue in self.catalogues.items():
            for entry in catalogue.translated_entries():
                with self.subTest(lang=lang, text=entry.msgid[:60]):
                    self.assertEqual(names_in(entry.msgstr), names_in(entry.msgid))

    def test_all_that_customers_see_is_translated(self):
        for lang, catalogue in self.catalogues.items():
            missing = [
                entry.msgid
                for entry in catalogue.untranslated_entries()
                if any(FOR_CUSTOMERS.search(place) for place, _no in entry.occurrences)
            ]
            self.assertFalse(missing, f"not translated into {lang}")

    def test_catalogues_know_every_text_of_the_template(self):
        template = polib.pofile(
            file_path("collection_followup/i18n/collection_followup.pot")
        )
        texts = {entry.msgid for entry in template}
        for lang, catalogue in self.catalogues.items():
            known = {entry.msgid for entry in catalogue}
            self.assertFalse(texts - known, f"{lang} lacks texts: merge the template")
