"""``hushcue data``: brings a show's sales, stock, viewers and comments to a gateway, from wherever they are."""
