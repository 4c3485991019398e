"""Containers: lists of layers, in the form of each framework."""
