{
    "name": "Collections: point of sale",
    "summary": "Customers on credit hold pay at the till, not on account",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "The collection_followup authors",
    "category": "Hidden",
    "depends": ["collection_followup", "point_of_sale"],
    "assets": {
        "web.assets_tests": [
            "collection_followup_pos/static/tests/tours/**/*",
        ],
    },
    "auto_install": True,
}
