from odoo import api, models
from odoo.exceptions import ValidationError

from ..rules import words

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
                raise ValidationError(
                    self.env._(
                        "Leave the amount out of the subject of %(stage)s: a subject "
                        "shows on locked telephones and in the lists of colleagues.",
                        stage=stage.name,
                    )
                )
