"""Plans: the parts of each class, prepared once before its instances are unrolled."""
