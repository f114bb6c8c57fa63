"""Demo: invented people in the municipalities of the sources, loaded through the product's own operations."""
