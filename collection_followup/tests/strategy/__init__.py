from . import test_default_strategy
from . import test_opening
from . import test_opening_old
from . import test_shared_strategy
from . import test_stage_languages
from . import test_stories
from . import test_story_ignored
