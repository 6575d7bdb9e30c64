"""Papers and workbooks; the same rooms as the models."""

from . import notice
from . import commitment
from . import statement
