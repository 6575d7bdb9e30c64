import json
import re

from markupsafe import Markup, escape

from odoo import models
from odoo.tools import SQL

from ...rules.notice import words
from .sheet import Sheet, Writer

WORDS = ("subject", "opening", "closing")


class CollectionNotice(models.Model):
    """The words of a notice: those of its stage, filled in for one receiver."""

    _inherit = "collection.notice"

    # ------------------------------------------------------------------ filling

    def _fill_words(self, sheets=None):
        """Fill the words of notices that have none, each in its language.

        A notice whose words cannot be filled fails with the reason; the others
        go on.

        :param sheets: filled with the items that were read, {notice id: Sheet}
        :return: the notices that have their words
        """
        empty = self.filtered(lambda notice: not notice._has_words())
        failed = self.browse()
        for speaking in empty._by_language():
            filled, wrong = speaking._stage_words(sheets)
            speaking._store_words(filled)
            for reason, broken in wrong.items():
                broken = self.browse(broken.ids)
                broken._fail_words(reason)
                failed |= broken
        return self - failed

    def _has_words(self):
        """Tell whether somebody, or an earlier step, gave the notice its words."""
        self.ensure_one()
        return self.words_edited or any(self[name] for name in WORDS)

    def _by_language(self):
        """These notices in groups, each group speaking its language."""
        groups = self.grouped(lambda notice: notice._words_lang())
        return [notices.with_context(lang=lang) for lang, notices in groups.items()]

    def _words_lang(self):
        """The language of the notice, or of its company when it is not installed."""
        self.ensure_one()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = self.lang or self._receiver().lang
        company = self.company_id.partner_id.lang
        return next(
            (code for code in (wanted, company, self.env.lang) if code in installed),
            "en_US",
        )

    def _stage_words(self, sheets=None):
        """The words of the stages for these notices, nothing stored.

        :param sheets: filled with the items that were read
        :return: ``{notice: values}`` of those that could be filled and
            ``{reason: notices}`` of the others
        """
        filled, wrong = {}, {}
        read = {} if sheets is None else sheets
        writer = Writer(self.env)
        for notice in self:
            read[notice.id] = sheet = Sheet(notice, writer)
            try:
                filled[notice] = notice._words_of_stage(sheet)
            except KeyError as error:
                reason = self.env._(
                    "The text of the stage %(stage)s uses the unknown placeholder "
                    "%(name)s. Correct the stage, then try again.",
                    stage=notice.stage_id.name,
                    name=error.args[0],
                )
                wrong[reason] = wrong.get(reason, self.browse()) | notice
        return filled, wrong

    def _words_of_stage(self, sheet):
        """Subject, opening and closing in the language of the environment."""
        stage, values = self.stage_id, self._placeholder_values(sheet)
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
        return Markup(filled)  # the field of the stage was sanitised, values escaped

    def _store_words(self, filled):
        """Write the words of many notices in one statement.

        Sanitising them again, one by one, would take longer than the e-mails.
        """
        if not filled:
            return
        rows = [
            {"id": notice.id, "lang": self.env.lang, **values}
            for notice, values in filled.items()
        ]
        self.flush_recordset([*WORDS, "lang"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_notice n
                   SET subject = v.subject, opening = v.opening,
                       closing = v.closing, lang = v.lang
                  FROM json_populate_recordset(NULL::collection_notice, %s) v
                 WHERE v.id = n.id
                """,
                json.dumps(rows),
            )
        )
        self.invalidate_recordset([*WORDS, "lang"])

    def _fail_words(self, reason):
        """Let the notices fail by every channel that needs words."""
        for channel in ("email", "letter"):
            concerned = self.filtered(f"by_{channel}")
            if concerned:
                concerned._mark_failed(channel, reason)

    # ------------------------------------------------------------- placeholders

    def _placeholder_values(self, sheet=None):
        """A text for each placeholder, in the language of the environment.

        :param sheet: the items of the notice, where they were read already
        :rtype: dict[str, str]
        """
        self.ensure_one()
        sheet = sheet or Sheet(self, Writer(self.env))
        author = self._author()
        return {
            "customer": self.partner_id.name or "",
            "contact": self._receiver().name or "",
            "company": self.company_id.name or "",
            "collector": author.name or "",
            "phone": author.phone or self.company_id.phone or "",
            "total": sheet.total_text,
            "pay_by": sheet.pay_by,
            "oldest_due": sheet.oldest_due,
            "days_late": str(sheet.days_late),
            "reference": self.name or "",
            "link": self._portal_url(),
        }

    def _author(self):
        """The person in whose name the notice leaves: collector or company."""
        return self._collector().partner_id or self.company_id.partner_id

    def _collector(self):
        """Whom to ask about the notice; his successor or the manager when he left."""
        return self.user_id._collection_at_work(self.case_id, self.company_id)

    def _receiver(self):
        """The person who gets the notice."""
        return self.contact_id or self.partner_id
