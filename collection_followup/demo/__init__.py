"""Demo data: one company with forty debtors, dated from the day it is loaded.

The tables are plain CSV, in days before today; the modules beside them turn them
into posted documents, payments and a history, through the same doors as users do.
"""
