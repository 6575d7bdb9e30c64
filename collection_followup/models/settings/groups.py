"""Who reads what: groups of fields on models of Odoo."""

LEDGER = (
    "account.group_account_invoice,account.group_account_readonly,"
    "collection_followup.group_collection_user,"
    "collection_followup.group_collection_auditor"
)
COLLECTIONS = (
    "collection_followup.group_collection_user,"
    "collection_followup.group_collection_auditor"
)
