from . import test_default_strategy
from . import test_find_case
from . import test_invoice_screen
from . import test_open_items
from . import test_partner_merge
from . import test_screens
from . import test_stories
from . import test_story_ignored
