"""The processes that run files under proof, and what is believed of them."""
