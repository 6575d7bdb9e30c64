"""One customer as the rules see him, and how pressing he is."""
