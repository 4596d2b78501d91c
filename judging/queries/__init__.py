"""LAYER 2: read models for pages. Frozen values out, no writes, order stated."""
