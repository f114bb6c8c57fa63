"""People: the person the file is about, where they are, who belongs to them and who acts for them.

A person may lack a number or even a name; birth date and sex are stored, never derived for new records.
Law: pbrl. §§ 1-3, 4-3 – 4-7; folkeregisterloven (numbers, address codes 6 and 7).   FHIR: Patient, RelatedPerson.
Words: Person, NextOfKin, Stay.
"""
