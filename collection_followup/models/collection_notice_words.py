import re

from markupsafe import Markup, escape

from odoo import models
from odoo.tools import format_date, formatLang

from ..rules import words

WORDS = ("subject", "opening", "closing")
# the parts of a notice whose amounts are asked for
CLAIMED = ("due", "also", "coming")
MOST_NUMBERS = 3


class CollectionNotice(models.Model):
    """The words of a notice: those of its stage, filled in for one receiver."""

    _inherit = "collection.notice"

    # ------------------------------------------------------------------ filling

    def _fill_words(self):
        """Fill the words of notices that have none, each in its language.

        A notice whose words cannot be filled fails with the reason; the others
        go on.

        :return: the notices that have their words
        """
        ready = self.filtered(lambda notice: notice._has_words())
        quiet = self.with_context(tracking_disable=True)
        for lang, notices in (quiet - ready).grouped(lambda n: n._words_lang()).items():
            speaking = notices.with_context(lang=lang)
            filled, wrong = speaking._stage_words()
            for notice, values in filled.items():
                notice.write({**values, "lang": lang})  # one statement at the flush
                ready |= self.browse(notice.id)
            for reason, broken in wrong.items():
                self.browse(broken.ids)._fail_words(reason)
        return ready

    def _has_words(self):
        """Tell whether somebody, or an earlier step, gave the notice its words."""
        self.ensure_one()
        return self.words_edited or any(self[name] for name in WORDS)

    def _words_lang(self):
        """The language of the notice, or of its company when it is not installed."""
        self.ensure_one()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = self.lang or self.contact_id.lang or self.partner_id.lang
        company = self.company_id.partner_id.lang
        return next(
            (code for code in (wanted, company, self.env.lang) if code in installed),
            "en_US",
        )

    def _stage_words(self):
        """The words of the stages for these notices, nothing stored.

        :return: ``{notice: values}`` of those that could be filled and
            ``{reason: notices}`` of the others
        """
        filled, wrong = {}, {}
        for notice in self:
            try:
                filled[notice] = notice._words_of_stage()
            except KeyError as error:
                reason = self.env._(
                    "The text of the stage %(stage)s uses the placeholder %(name)s, "
                    "which nobody knows. Correct the stage, then try again.",
                    stage=notice.stage_id.name,
                    name=error.args[0],
                )
                wrong[reason] = wrong.get(reason, self.browse()) | notice
        return filled, wrong

    def _words_of_stage(self):
        """Subject, opening and closing in the language of the environment."""
        stage, values = self.stage_id, self._placeholder_values()
        subject = words.fill(stage.subject or "", values)
        return {
            "subject": " ".join(subject.split()) or self._plain_subject(),
            "opening": self._fill_html(stage.opening, values),
            "closing": self._fill_html(stage.closing, values),
        }

    def _plain_subject(self):
        """The subject of a stage that has none."""
        return self.env._(
            "Your account with %(company)s (%(number)s)",
            company=self.company_id.name,
            number=self.name or "",
        )

    def _fill_html(self, text, values):
        """Fill a rich text; names are escaped, a bare link can be clicked."""
        filled = words.fill(str(text or ""), values, escape=lambda v: str(escape(v)))
        link = str(escape(values["link"]))
        if link and link in filled:
            anchor = f'<a href="{link}">{link}</a>'
            # not inside an attribute, and not the text of a link already
            filled = re.sub(rf"(?<![\"'=>/\w]){re.escape(link)}", anchor, filled)
        return Markup(filled)  # sanitised by the field, values escaped

    def _fail_words(self, reason):
        """Let the notices fail by every channel that needs words."""
        for channel in ("email", "letter"):
            concerned = self.filtered(f"by_{channel}")
            if concerned:
                concerned._mark_failed(channel, reason)

    # ------------------------------------------------------------- placeholders

    def _placeholder_values(self):
        """A text for each placeholder, in the language of the environment.

        :rtype: dict[str, str]
        """
        self.ensure_one()
        claimed = self.line_ids.filtered(lambda line: line.part in CLAIMED)
        due = [line.date_due for line in claimed if line.date_due]
        author = self._author()
        return {
            "debtor": self.partner_id.name or "",
            "contact": (self.contact_id or self.partner_id).name or "",
            "company": self.company_id.name or "",
            "collector": author.name or "",
            "phone": author.phone or self.company_id.phone or "",
            "total": self._total_in_words(),
            "pay_by": format_date(self.env, self.pay_by) if self.pay_by else "",
            "oldest_due": format_date(self.env, min(due)) if due else "",
            "days_late": str(max(claimed.mapped("days_late"), default=0)),
            "reference": self.name or "",
            "link": self._portal_url(),
        }

    def _author(self):
        """The person in whose name the notice leaves: collector or company."""
        self.ensure_one()
        return self.user_id.partner_id or self.company_id.partner_id

    def _totals(self):
        """What the notice asks for: {currency: amount}."""
        totals = {}
        for line in self.line_ids:
            if line.part in CLAIMED:
                sum_before = totals.get(line.currency_id, 0.0)
                totals[line.currency_id] = sum_before + line.amount_to_chase
        return totals

    def _total_in_words(self):
        """The sums by currency as one phrase."""
        amounts = [self._money(amount, cur) for cur, amount in self._totals().items()]
        if len(amounts) < 2:
            return "".join(amounts)
        return self.env._(
            "%(amounts)s and %(last)s",
            amounts=", ".join(amounts[:-1]),
            last=amounts[-1],
        )

    def _money(self, amount, currency):
        """An amount as the receiver writes it."""
        return formatLang(self.env, amount, currency_obj=currency)

    def _payment_reference(self):
        """What the debtor should quote: the invoice numbers while they are few."""
        self.ensure_one()
        claimed = self.line_ids.filtered(lambda line: line.part in CLAIMED)
        numbers = list(dict.fromkeys(name for name in claimed.mapped("name") if name))
        if not numbers or len(numbers) > MOST_NUMBERS:
            return self.name or ""
        return ", ".join(numbers)
