"""From a spec file to a network: reading, extending, problems with positions."""
