"""The own pages, one module for each kind."""
