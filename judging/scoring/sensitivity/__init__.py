"""How firmly a result stands: other panels and other trims, each counted by the real core."""
