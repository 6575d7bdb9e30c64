"""The rules by which money is decided: plain Python, no Odoo, no clock.

Frozen facts go in, a value and its reason come out. ``models`` gather the
facts, ask a rule and store the answer; nothing in here reads or writes.
"""
