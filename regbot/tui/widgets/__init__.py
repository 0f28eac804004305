"""Parts that the screens are made of."""
