"""Tasks: what somebody must do by when. Every task has a source; overdue is derived, never stored.

FHIR: Task.   Words: Task.
"""
