"""Plans: each class, prepared once before its instances are unrolled."""
