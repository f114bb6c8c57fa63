"""Messaging: what leaves the house. An outbox with delivery state; e-mails say only that there is something to read.

FHIR: Communication.   Words: OutboundMessage.
"""
