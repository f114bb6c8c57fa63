"""Portal: the person's own pages, on a phone first: the plan, who does what, what is asked of me, who helps me.

Law: pbrl. §§ 2-5, 3-1, 5-1.   FHIR: none of its own.   Words: own pages.
"""
