"""The moment at which the demo plays, whatever the hour and the day it is loaded."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time

import pytz

PARAMETER = "collection_followup.demo_moment"
ZONE = "Europe/Dublin"
# contact hours everywhere, from Bavaria to New Mexico
HALF_PAST_THREE = time(15, 30)
# set by code alone: no request reaches it
playing = ContextVar("demo_moment", default=None)


def choose(company):
    """Return the last working afternoon of the company that is over, in UTC."""
    zone = pytz.timezone(ZONE)
    now = pytz.utc.localize(company._collection_now()).astimezone(zone)
    calendar = company._collection_calendar(now.date())
    day = now.date()
    if now.time() < HALF_PAST_THREE or not calendar.is_working(day):
        day = calendar.add_working(day, -1)
    local = zone.localize(datetime.combine(day, HALF_PAST_THREE))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def keep(env, moment):
    """Write down when the demo plays: what follows plays then as well."""
    env["ir.config_parameter"].sudo().set_param(PARAMETER, moment)  # no secret


def kept(env):
    """Return when the demo plays, in UTC."""
    return datetime.fromisoformat(
        env["ir.config_parameter"].sudo().get_param(PARAMETER)
    )


@contextmanager
def at(moment):
    """Let all that is decided be decided as at a moment in UTC."""
    token = playing.set(moment)
    try:
        yield
    finally:
        playing.reset(token)
