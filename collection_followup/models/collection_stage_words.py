from odoo import api, models
from odoo.exceptions import ValidationError

from ..rules import words
from ..sentences import speaking

MARK = "\0"


class CollectionStage(models.Model):
    """What a subject line must not say."""

    _inherit = "collection.stage"

    @api.constrains("subject")
    def _check_subject(self):
        for stage in self:
            subject = stage.subject or ""
            if words.unknown(subject):
                continue  # said by the check of all words
            if MARK in words.fill(subject, {"total": MARK}):
                reader = speaking(self.env, self.env.user.lang)  # see _check_words
                raise ValidationError(
                    reader._(
                        "Leave the amount out of the subject of %(stage)s: a subject "
                        "shows on locked telephones and in the lists of colleagues.",
                        stage=stage.name,
                    )
                )
