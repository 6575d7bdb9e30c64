from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.payment.controllers import portal as payment_portal

from .account_page import AccountPage

LINK = "/my/collections/<int:notice_id>/<string:token>"
ACCOUNT = "/my/collections/account/<int:case_id>"
TRANSACTION = "/transaction/<int:currency_id>"
SPOKEN = "collection_spoken"
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    # the address is the key: it does not travel to other sites
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def page_route(path="", **routing):
    """Route a page through both doors: the link of a notice, and the portal."""
    return http.route(
        [LINK + path, ACCOUNT + path],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
        **routing,
    )


class CollectionPortal(payment_portal.PaymentPortal):
    """The page that shows a debtor what he owes and takes his payment.

    Two doors lead to the same pages: the link of a notice, without login, and the
    portal of a user who belongs to the debtor. ``_open`` is the only doorkeeper.
    """

    # --------------------------------------------------------------------- routes

    @page_route(readonly=True)
    def collection_account(self, tx=None, **door):
        """Show what is owed today."""
        page = self._open(**door)
        if not page:
            return self._gone()
        redirect = self._in_their_language(page)
        return redirect or self._render(
            "portal_account", self._account_values(page, tx)
        )

    @page_route("/pay/<int:currency_id>", readonly=True)
    def collection_pay(self, currency_id, **door):
        """Show Odoo's payment form for the chosen items."""
        page = self._open(**door)
        if not page:
            return self._gone()
        wanted = self._wanted(request.httprequest.args.getlist("line"))
        return self._render("portal_pay", self._pay_values(page, currency_id, wanted))

    @page_route("/invoice/<int:move_id>")
    def collection_invoice(self, move_id, **door):
        """Lead to the PDF of one invoice, through Odoo's own link to it."""
        page = self._open(**door)
        move = page and page.invoice(move_id)
        if not move:
            return self._gone()
        return request.redirect(move.get_portal_url(report_type="pdf", download=True))

    @http.route(
        [
            LINK + "/transaction/<int:currency_id>",
            ACCOUNT + "/transaction/<int:currency_id>",
        ],
        type="jsonrpc",
        auth="public",
        website=True,
    )
    def collection_transaction(
        self, currency_id, notice_id=None, token=None, case_id=None, **kwargs
    ):
        """Create a transaction for the chosen items.

        :return: the processing values that Odoo's payment form needs
        """
        page = self._open(notice_id, token, case_id)
        if not page:
            raise ValidationError(request.env._("This link is not valid any more."))
        return self._transact(page, currency_id, **kwargs)

    @http.route(
        "/my/collections", type="http", auth="user", website=True, readonly=True
    )
    def collection_accounts(self, **_query):
        """List the accounts of the user's company, one for each creditor."""
        pages = [self._page_of(case_sudo) for case_sudo in self._own_cases_sudo()]
        if len(pages) == 1:
            return request.redirect(pages[0].url)
        return self._render(
            "portal_accounts", {"page_name": "collections", "pages": pages}
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "collection_count" in counters:
            values["collection_count"] = len(self._own_cases_sudo())
        return values

    # ----------------------------------------------------------------------- doors

    def _open(self, notice_id=None, token=None, case_id=None, **_query):
        """The page that the visitor may see, or nothing.

        :rtype: AccountPage | None
        """
        if token is not None:
            number = self._cast_as_int(notice_id) or 0
            notice_sudo = request.env["collection.notice"]._portal_find(number, token)
            case_sudo = notice_sudo.case_id
            path = f"/my/collections/{notice_sudo.id}/{token}"
            return AccountPage(case_sudo, notice_sudo, path) if notice_sudo else None
        if request.env.user._is_public():
            raise http.SessionExpiredException("Log in to see your account.")
        number = self._cast_as_int(case_id) or 0
        cases_sudo = self._own_cases_sudo().filtered(lambda case: case.id == number)
        return self._page_of(cases_sudo) if cases_sudo else None

    def _own_cases_sudo(self):
        """The open cases of the company to which the user belongs."""
        if request.env.user._is_public():
            return request.env["collection.case"].sudo().browse()
        debtor = request.env.user.partner_id.commercial_partner_id
        # a debtor may see his own account; the domain lets nothing else through
        cases_sudo = request.env["collection.case"].sudo()
        return cases_sudo.search(
            [("partner_id", "=", debtor.id), ("state", "=", "open")], order="id"
        )

    def _page_of(self, case_sudo):
        notices_sudo = case_sudo.notice_ids.filtered(lambda n: n.state == "sent")
        return AccountPage(
            case_sudo, notices_sudo[:1], f"/my/collections/account/{case_sudo.id}"
        )

    def _gone(self):
        """One polite answer to every link that opens nothing."""
        return self._render("portal_gone", {}, status=404)

    def _render(self, template, values, **options):
        response = request.render(f"collection_followup.{template}", values, **options)
        response.headers.update(HEADERS)
        return response

    def _in_their_language(self, page):
        """Lead a visitor by link to his own language, once; then he may choose."""
        seen = request.session.get(SPOKEN, [])
        if page.is_member or page.url in seen:
            return None
        request.session[SPOKEN] = [*seen, page.url][-20:]
        http_env = request.env["ir.http"]
        lang = http_env.get_nearest_lang(page.lang)
        if not lang or lang == request.lang.code:
            return None
        return request.redirect(http_env._url_lang(page.url, lang_code=lang))

    # ---------------------------------------------------------------------- values

    def _account_values(self, page, tx=None):
        """What the page shows: nothing of a case that is settled."""
        return {
            **self._shared_values(page),
            "sections": page.sections,
            "message": page.message(self._cast_as_int(tx)),
        }

    def _shared_values(self, page):
        return {
            "page": page,
            "page_name": "collection_account",
            "no_breadcrumbs": not page.is_member,
            "res_company": page.company,  # the letterhead's logo
        }

    def _pay_values(self, page, currency_id, wanted):
        """The values of the page with the payment form."""
        choice = page.choose(currency_id, wanted)
        return {
            **self._shared_values(page),
            "choice": choice,
            "missing": set(wanted) - {row.key for row in choice.rows},
            "company_mismatch": not choice.payer_fits,
            "expected_company": choice.company,
            **self._form_values(page, choice),
            **self._get_extra_payment_form_values(),
        }

    def _form_values(self, page, choice):
        """The values of Odoo's own payment form."""
        report = {}
        providers_sudo, methods_sudo = choice.ways(report)
        tokenize = self._compute_show_tokenize_input_mapping(providers_sudo)
        return {
            "reference_prefix": choice.prefix,
            "amount": choice.amount,
            "currency": choice.currency,
            "partner_id": page.payer.id,
            "providers_sudo": providers_sudo,
            "payment_methods_sudo": methods_sudo,
            "tokens_sudo": self._tokens_sudo(page, providers_sudo),
            "availability_report": report,
            # cards are saved only for users whom we know
            "show_tokenize_input_mapping": {
                key: page.is_member and shown for key, shown in tokenize.items()
            },
            "transaction_route": f"{page.url}/transaction/{choice.currency.id}",
            "landing_route": page.url,
            "collection_lines": ",".join(str(row.key) for row in choice.rows),
        }

    def _tokens_sudo(self, page, providers_sudo):
        """The saved cards of a user who is logged in; a link alone shows none."""
        tokens_sudo = providers_sudo.env["payment.token"]
        if not page.is_member:
            return tokens_sudo
        return tokens_sudo._get_available_tokens(providers_sudo.ids, page.payer.id)

    @staticmethod
    def _wanted(values):
        """The journal items that were asked for; what is no number is left out."""
        return [int(value) for value in values if str(value).isdecimal()]

    # ----------------------------------------------------------------- transaction

    def _transact(self, page, currency_id, line_ids=(), amount=None, **kwargs):
        """Create the transaction; items, sum and receiver are found here.

        What the browser sends is only held against them, so that nobody pays
        another sum than the one he saw.
        """
        kwargs.pop("access_token", None)  # the address is the key
        self._validate_transaction_kwargs(kwargs, ("payment_reference",))
        wanted = self._wanted(line_ids or ())
        choice = page.choose(currency_id, wanted)
        seen = amount if amount is None else self._cast_as_float(amount) or 0.0
        choice.check(wanted, seen)
        tokens_sudo = self._tokens_sudo(page, choice.ways()[0])
        tx_sudo = self._create_transaction(
            **choice.way(kwargs, tokens_sudo),
            **choice.payment(),
            flow=kwargs.get("flow"),
            tokenization_requested=page.is_member
            and bool(kwargs.get("tokenization_requested")),
        )
        tx_sudo.landing_route = f"{page.url}?tx={tx_sudo.id}"
        return tx_sudo._get_processing_values()
