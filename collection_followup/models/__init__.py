    account_move_line,
    collection_case,
    collection_demo,
    collection_event,
    collection_interaction,
    collection_item,
    collection_letter_batch,
    collection_notice,
    collection_role,
    collection_run,
    collection_stage,
    collection_strategy,
    mail_mail,
    res_company,
    res_company_defaults,
    res_partner,
)
from . import (
from . import account_move
from . import account_move_events
from . import account_move_line
from . import account_partial_reconcile
from . import account_payment
from . import account_payment_portal
from . import base_partner_merge
from . import collection_case
from . import collection_case_actions
from . import collection_case_call
from . import collection_case_contact
from . import collection_case_decision
from . import collection_case_escalate
from . import collection_case_item
from . import collection_case_join
from . import collection_case_judge
from . import collection_case_mail
from . import collection_case_pause
from . import collection_case_payment
from . import collection_case_portal
from . import collection_case_screen
from . import collection_case_search
from . import collection_case_steps
from . import collection_case_sync
from . import collection_case_tasks
from . import collection_checklist
from . import collection_contact
from . import collection_event
from . import collection_incoming
from . import collection_interaction
from . import collection_interaction_last
from . import collection_invoice_copy
from . import collection_item
from . import collection_item_events
from . import collection_item_hand
from . import collection_letter_batch
from . import collection_letter_copy
from . import collection_letter_print
from . import collection_notice
from . import collection_notice_address
from . import collection_notice_body
from . import collection_notice_check
from . import collection_notice_levels
from . import collection_notice_copies
from . import collection_notice_door
from . import collection_notice_letter
from . import collection_notice_plan
from . import collection_notice_screen
from . import collection_notice_send
from . import collection_notice_words
from . import collection_online_item
from . import collection_open_item
from . import collection_portal
from . import collection_reader
from . import collection_reader_left_out
from . import collection_reason
from . import collection_role
from . import collection_run
from . import collection_run_letter
from . import collection_run_plan
from . import collection_run_screen
from . import collection_run_wake
from . import collection_stage
from . import collection_stage_words
from . import collection_strategy
from . import collection_strategy_fact
from . import collection_strategy_screen
from . import collection_transit
from . import collection_transit_online
from . import ir_actions_report
from . import ir_mail_server
from . import mail_mail
from . import mail_thread
from . import payment_transaction
from . import payment_transaction_portal
from . import res_company
from . import res_company_calendar
from . import res_company_live
from . import res_company_defaults
from . import res_company_letter
from . import res_company_manager
from . import res_config_settings
from . import res_partner
from . import collection_demo
from . import res_partner_bounce
