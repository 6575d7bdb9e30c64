def post_init_hook(env):
    """Mark what waits already: collections may be older than the warehouse."""
    held = env["collection.case"].search([("hold_id", "!=", False)])
    env["stock.picking"]._collection_refresh_of(held.partner_id)
