"""Audit: what was done, and who looked.

Every change is one Event, every read of a person's file one ViewRecord, written in the same transaction as what they tell of:
not logged means not shown. Nothing here is ever changed or removed; both tables are partitioned by month.

Law: pjl. § 22 a (the log shows which information, when, who and on what basis); hpl. § 21.   FHIR: AuditEvent, Provenance.
Words: ViewRecord (innsynslogg), Event.
"""
