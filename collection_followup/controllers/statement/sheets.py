from pathlib import Path
from tempfile import TemporaryDirectory

from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wsgi import wrap_file

from odoo.http import Controller, content_disposition, request, route

from ...sentences import speaking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS = (
    "collection_followup.group_collection_user",
    "collection_followup.group_collection_auditor",
    "account.group_account_readonly",
    "account.group_account_invoice",
)


class CollectionSheets(Controller):
    """Workbooks of statements and past-due accounts, streamed from a file."""

    @route(
        "/collection/statement.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def statement(self, partners=None):
        """The open items of some debtors, or of all that the user may see.

        :param partners: ids of partners, separated by commas
        """
        self._check_reader()
        env = request.env
        today = env.company._collection_today()
        debtors = self._partners(partners)
        name = env._("Statement") if debtors is None else self._name(debtors)
        return self._send(
            f"{name} {today}.xlsx",
            lambda path: env["collection.statement"]._write_xlsx(
                path, env.company, debtors, today
            ),
        )

    @route(
        "/collection/past-due.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def past_due(self, collector=None):
        """The past-due accounts, of everybody or of one collector.

        :param collector: id of a user
        """
        self._check_reader()
        env = request.env
        today = env.company._collection_today()
        user = None
        if collector:
            user = env["res.users"].browse(self._keys(collector)).exists()
            if not user:
                raise NotFound
        return self._send(
            f"{env._('Past-due accounts')} {today}.xlsx",
            lambda path: env["collection.past.due"]._write_xlsx(
                path, env.company, user, today
            ),
        )

    def _check_reader(self):
        """Whoever works with the ledger; record rules say which rows he sees."""
        if not any(request.env.user.has_group(group) for group in READERS):
            raise Forbidden

    def _partners(self, text):
        if not text:
            return None
        partners = request.env["res.partner"].browse(self._keys(text)).exists()
        partners.check_access("read")
        return partners.commercial_partner_id

    @staticmethod
    def _keys(text):
        """The ids in a text; what is no number is left out."""
        return [int(key) for key in text.split(",") if key.strip().isdecimal()]

    def _name(self, debtors):
        if len(debtors) == 1:
            theirs = speaking(request.env, debtors.lang)
            return f"{theirs._('Statement')} {debtors.display_name}"
        return request.env._("Statements of %(count)s customers", count=len(debtors))

    def _send(self, name, write):
        """Write a workbook to a temporary file and hand it over piece by piece."""
        folder = TemporaryDirectory(prefix="collection-")
        try:
            path = Path(folder.name) / "list.xlsx"
            write(path)
            file = path.open("rb")
        except BaseException:
            folder.cleanup()
            raise
        response = request.make_response(
            wrap_file(request.httprequest.environ, file),
            [
                ("Content-Type", XLSX),
                ("Content-Length", str(path.stat().st_size)),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
        response.direct_passthrough = True
        response.call_on_close(file.close)
        response.call_on_close(folder.cleanup)
        return response
