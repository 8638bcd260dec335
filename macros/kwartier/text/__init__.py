"""Floor 1: reading text with positions, and problems as values."""
