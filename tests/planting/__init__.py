"""True documents and planted defects: what the repair engine is measured against."""
