# Runs inside `odoo shell`: mails and letters of 300 notices.
import os
import sys

sys.path.insert(0, os.environ["BENCHMARKS"])
from measure import measure

COUNT = 300
notices = env["collection.notice"].search([("state", "=", "planned")], limit=2 * COUNT)
mails, letters = notices[:COUNT], notices[COUNT:]
mails.write({"by_email": True, "by_letter": False, "by_call": False})
letters.write({"by_email": False, "by_letter": True, "by_call": False})
with measure(env, "queue e-mails", len(mails)):
    mails._open_channels()
letters._open_channels()
env.cr.commit()
batch = env["collection.letter.batch"]._for_notices(letters)
with measure(env, "print letters", len(letters)):
    batch.with_context(force_report_rendering=True).action_print()
