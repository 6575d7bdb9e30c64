"""Measuring inside ``odoo shell``: wall time, queries and memory of a block."""

import contextlib
import json
import resource
import time


@contextlib.contextmanager
def measure(env, what, size):
    """Time a block with its pending writes and print one line of JSON.

    :param what: the name of the work in the table
    :param size: how many things it handled
    """
    env.cr.flush()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    yield
    env.cr.flush()
    seconds = time.perf_counter() - start
    row = {
        "what": what,
        "size": size,
        "seconds": round(seconds, 3),
        "queries": env.cr.sql_log_count - queries,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print("BENCH " + json.dumps(row), flush=True)
