"""The file under proof: found, instrumented and imported."""
