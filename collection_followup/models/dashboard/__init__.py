"""The first page: figures, each with the list that it counts. Asks every room."""

from . import dashboard
from . import run
