"""Every tutorial network and one of each family, live in every framework: ``make
full``.
"""
