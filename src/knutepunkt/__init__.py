"""Knutepunkt: the coordinating unit's work, from the first notice of need to a plan that works and ends well."""
