"""LAYER 1: what of a result the public may see. Pure values in, pure values out."""
