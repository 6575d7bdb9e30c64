from . import test_default_strategy
from . import test_story_ignored
