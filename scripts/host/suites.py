"""Which of Odoo's tests run, and in which company of modules."""

from dataclasses import dataclass

# The first is installed; the others come by themselves where there is a warehouse, or a
# point of sale.
OURS = ("collection_followup", "collection_followup_stock", "collection_followup_pos")

# A company as small as its suites allow: what auto-installs comes by itself.
COMPANIES = {
    "books": (
        "account_debit_note,payment_custom,payment_demo,sale,sms,snailmail_account,"
        "test_mail"
    ),
    "sales": (
        "crm,event_booth_sale,event_sale,payment_demo,sale_crm,sale_expense,"
        "sale_loyalty,sale_management,sale_margin,sale_mrp,sale_pdf_quote_builder,"
        "sale_project,sale_purchase,sale_stock,sale_timesheet,stock_delivery,"
        "stock_dropshipping,test_sale_product_configurators"
    ),
    "shop": (
        "mrp,payment_custom,payment_demo,pos_sale,purchase,repair,sale_management,"
        "website_sale"
    ),
    "ci": (
        "event_sale,payment_demo,sale_management,sale_stock,sale_timesheet,"
        "test_sale_product_configurators"
    ),
}
# The long ones first: two processes then end at about the same time.
IN_COMPANY = {
    "books": (
        "account,base,test_mail,mail,payment,portal,account_payment,"
        "account_debit_note,payment_custom,payment_demo,sms,snailmail_account"
    ),
    "shop": "website_sale,pos_sale",
    "sales": (
        "sale,stock,sale_stock,sale_timesheet,crm,sale_project,sale_loyalty,sale_mrp,"
        "stock_dropshipping,stock_delivery,delivery,sale_management,event_sale,"
        "sale_purchase,sale_expense,sale_pdf_quote_builder,event_booth_sale,sale_crm,"
        "sale_margin,test_sale_product_configurators"
    ),
}


@dataclass(frozen=True)
class Suite:
    """Tests of a module; `only` names CLASS or CLASS.METHOD, empty means all."""

    module: str
    company: str
    only: tuple[str, ...] = ()
    again: bool = False  # a second run, for what failed in the first

    @property
    def name(self) -> str:
        """Return what a person calls it, and the command line takes."""
        tests = [test.split(".")[-1] for test in self.only]
        return ":".join((self.module, *tests[:1])) + ", ..." * (len(tests) > 1)

    @property
    def tags(self) -> str:
        """Return the value of Odoo's --test-tags."""
        tests = [f"/{self.module}:{test}" for test in self.only]
        return ",".join(tests) or f"/{self.module}"


ALL = [
    Suite(module, company)
    for company, modules in IN_COMPANY.items()
    for module in modules.split(",")
]
# What `.ci/run` runs: the ways of an order from quotation to payment, and the tours.
ORDERS = (
    "TestAccessRights",
    "TestSaleFlow",
    "TestSaleOrder",
    "TestSaleOrderCreditLimit",
    "TestSaleOrderInvoicing",
    "TestSalePayment",
    "TestSaleRefund",
    "TestSaleToInvoice",
)
CONFIGURATOR = (
    "TestProductConfiguratorUi.test_01_product_configurator",
    "TestProductConfiguratorUi.test_03_product_configurator_edition",
)
CI = [
    Suite("sale_stock", "ci", ("TestSaleStock", "TestSaleStockInvoices")),
    Suite("sale", "ci", ORDERS),
    Suite("sale_timesheet", "ci", ("TestSaleTimesheet", "TestUpsellWarning")),
    Suite("sale", "ci", ("TestSaleComboConfigurator", "TestSaleOrderUI")),
    Suite("test_sale_product_configurators", "ci", CONFIGURATOR),
    Suite("sale_management", "ci", ("TestUi",)),
    Suite("event_sale", "ci", ("TestUi",)),
    Suite("account_payment", "ci"),
    Suite("payment", "ci"),
]


def choose(names: list[str]) -> list[Suite]:
    """Return the suites of a command line: all, ci, MODULE, MODULE:CLASS.METHOD."""
    if not names:
        return ALL
    if names == ["ci"]:
        return CI
    company_of = {suite.module: suite.company for suite in ALL}
    chosen = []
    for name in names:
        module, *only = name.split(":")
        if module not in company_of:
            raise SystemExit(f"no suite {module}; there are: {' '.join(company_of)}")
        chosen.append(Suite(module, company_of[module], tuple(only)))
    return chosen
