"""The bench: the product's own stages measured on gold data that lies beside the checkout.

``python -m bench`` runs every bench and prints one table; ``python -m bench.NAME GOLD`` runs
one on other files and ends with the scorer's JSON line. The product never imports it.
"""
