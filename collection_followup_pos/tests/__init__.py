from . import test_till_hold
