"""Intake: from a notice of need to an outcome.

A notice (melding om behov) comes from the person, next of kin or any service, by form, orally, on paper or as a message. The unit
acknowledges it, asks for the person's own wish, clears it up and gives it one outcome, told to the sender as far as consent allows.
The envelope (Notice) and the content (NoticeContent) are two tables: leaders and wrong receivers see envelopes only.

Law: hol. § 7-3, sphl. § 2-5 b, hpl. § 38 a.   FHIR: ServiceRequest, Task.   Words: Notice, acknowledge.
"""
