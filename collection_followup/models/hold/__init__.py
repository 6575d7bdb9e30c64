"""No more credit: why, how hard, until when, and the terms that follow. Asks `case`,
`commitment` and `dispute`."""

from . import case
from . import company
from . import hold
from . import cause
from . import by_hand
from . import facts
from . import judge
from . import notice
from . import partner
from . import release
from . import terms
from . import words
from . import write
