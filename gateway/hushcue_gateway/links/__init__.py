"""Ways in that the gateway itself keeps open: a Shopify shop, OBS Studio."""
