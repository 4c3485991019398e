"""The proof: no wrong file passes, no correct file fails."""
