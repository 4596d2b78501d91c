"""The demo competition, made through the same commands as real use."""
