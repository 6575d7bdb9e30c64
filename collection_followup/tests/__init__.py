from . import (
    test_default_strategy,
)
