"""Word's documents (ECMA-376, WordprocessingML): what `reader.exchange.docx` is made of."""
