"""What is reached over HTTP; the same rooms as the models."""

from . import gate
from . import statement
from . import portal
