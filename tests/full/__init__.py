"""Every row and every network live in every framework: ``make full``."""
