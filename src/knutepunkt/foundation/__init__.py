"""Foundation: what every room stands on and no domain word belongs to.

Life cycles as tables, identifiers that sort by time, refusals with sentences, the one clock, and tables that belong
to an organisation: their keys, their row-level security and the PostgreSQL backend that makes both.
"""
