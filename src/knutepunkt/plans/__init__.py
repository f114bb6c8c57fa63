"""Plans: the individual plan, one per person, made together with the person.

Goals in own words, activities agreed by their responsible service, contributions, a working agreement; complete when every content
point the law in force asks for is filled or left out for a real reason; every version in force is an immutable revision.
Law: FOR-2022-06-22-1110.   FHIR: CarePlan, Goal, ServiceRequest.   Words: IndividualPlan, Goal, Activity, Revision.
"""
