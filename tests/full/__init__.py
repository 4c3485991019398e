"""Every row and a network of each family live in every framework: ``make full``."""
