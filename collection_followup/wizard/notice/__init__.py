"""Messages to customers by e-mail, letter and call: planned, worded, checked, sent,
printed. Asks `run`."""

from . import stage_preview
