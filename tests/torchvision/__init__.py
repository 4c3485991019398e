"""The zoo against torchvision's own networks: ``make test-torchvision``."""
