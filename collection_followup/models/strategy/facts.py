from odoo import models

from ...rules.ledger.facts import Stage, Strategy


class CollectionStrategy(models.Model):
    """A strategy as the rules see it."""

    _inherit = "collection.strategy"

    def _as_fact(self):
        """The frozen fact of this strategy, with its stages in use."""
        self.ensure_one()
        return Strategy(
            key=self.id,
            stages=tuple(stage._as_fact() for stage in self.stage_ids),
            min_gap=self.min_gap,
            confirmed=self.confirmed,
        )


class CollectionStage(models.Model):
    """A stage as the rules see it."""

    _inherit = "collection.stage"

    def _as_fact(self):
        """The frozen fact of this stage."""
        self.ensure_one()
        return Stage(
            key=self.id,
            severity=int(self.severity),
            delay=self.delay,
            working_days=self.working_days,
            minimum=self.minimum,
            condition=self.condition,
            pay_by_days=self.pay_by_days,
            writes=self.by_email or self.by_letter,
        )
