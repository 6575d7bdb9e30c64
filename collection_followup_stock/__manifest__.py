{
    "name": "Collections: deliveries",
    "summary": "Deliveries wait while the customer is on credit hold",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "The collection_followup authors",
    "category": "Hidden",
    "depends": ["collection_followup", "sale_stock"],
    "data": [
        "security/ir.model.access.csv",
        "report/report_deliveryslip.xml",
        "wizard/collection_delivery_release_views.xml",
        "views/sale_order_views.xml",
        "views/stock_picking_views.xml",
        "views/stock_picking_type_views.xml",
        "views/collection_case_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["collection_followup_stock/static/tests/tours/*.js"],
    },
    "post_init_hook": "post_init_hook",
    "auto_install": True,
}
