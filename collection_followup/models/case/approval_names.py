# where an invoice lies in the customer's house, in the order of its way
APPROVALS = [
    ("not_received", "Not received"),
    ("in_check", "In check"),
    ("to_approve", "To approve"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled"),
]
