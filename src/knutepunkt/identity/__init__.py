"""Identity: who is signed in. A login is an Account; it holds no name: staff and persons have theirs in their organisation.

Law: normen, level high for health information.   FHIR: none.   Words: Account, LoginSession, LocalSignIn, Passkey.
"""
