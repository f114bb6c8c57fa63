"""Front: start page for staff, search, overview, sign-in, language, the public entrance.

Law: pjl. § 22 a for lists and searches, which are logged like files.   FHIR: none of its own.   Words: overview.
"""
