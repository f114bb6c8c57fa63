"""Access: the one place where permission is decided.

Who may see a file is a Grant, derived from facts that other rooms register as sources; who works in a unit is a UnitGrant.
`decide` answers with a reason in a sentence; PostgreSQL's row-level security refuses on its own from the same rows.

Law: hpl. §§ 21, 25, 29; pjl. § 22.   FHIR: Consent.provision, CareTeam.participant.period.   Words: Grant, Door, Topic.
"""
