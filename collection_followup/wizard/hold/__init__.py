"""No more credit: why, how hard, until when, and the terms that follow. Asks `case`,
`commitment` and `dispute`."""

from . import hold
from . import hold_test
from . import terms
