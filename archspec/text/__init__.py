"""Text with positions: sources, spans, rendered problems, and the YAML tree."""
