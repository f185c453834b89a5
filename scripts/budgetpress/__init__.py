"""budgetpress: printed budget tables become open data, every figure with its place and its proofs."""
