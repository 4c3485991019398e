"""The zoo compared with torchvision's own networks: ``make test-torchvision``."""
