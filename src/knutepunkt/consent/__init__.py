"""Consent: what the person has agreed to, with whom, since when; given orally or in writing, refused or withdrawn.

Oral consent counts at once and stands as not yet signed. Withdrawal acts in the same transaction through the grants.
Law: pbrl. ch. 4; hpl. § 22; the individual-plan regulation.   FHIR: Consent.   Words: Consent, withdraw.
"""
