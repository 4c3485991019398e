"""The names in force in a class, and names for classes and children."""
