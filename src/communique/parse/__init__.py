"""From characters to sentences, syntax, quotations and names, all with code-point offsets."""
