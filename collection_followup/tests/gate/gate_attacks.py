"""Ways round the gate, as somebody with a browser or a script would try them.

Each way is a function of (test, user) that works as this user only, through what
can be called from outside, and answers the order that it was after. ``NEW`` ways make
a confirmed order, ``GROW`` ways make one larger that was confirmed before the hold;
``FORGED`` ways write what only the system writes.
"""

from .gate_attack_values import line_values
from .gate_attacks_forged import DISBELIEVED, FORGED
from .gate_attacks_grow import GROW
from .gate_attacks_new import NEW

NEW = NEW + DISBELIEVED
__all__ = ["FORGED", "GROW", "NEW", "line_values"]
