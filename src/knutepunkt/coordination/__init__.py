"""Coordination: the follow-up of one person, with or without a plan.

One open follow-up per person and organisation; assessment from what is important to the person, decisions that can be complained
of, signed work notes, the coordinator asked for and appointed, the care team.
Law: hol. §§ 7-1 – 7-3, sphl. §§ 2-5 – 2-5 c, the habilitation and rehabilitation regulation.   FHIR: EpisodeOfCare, CareTeam.
Words: FollowUp, Assessment, Decision, WorkNote, Appointment, CareTeamMember.
"""
