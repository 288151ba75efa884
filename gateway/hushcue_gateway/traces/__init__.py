"""Link traces over the network: when each packet of a bodypack's stream came, asked for, assembled, judged, kept."""
