"""Messaging: what is written. Conversations of persons and those who help them, with files; an outbox with delivery state, whose e-mails
say only that there is something to read.

FHIR: Communication.   Words: Conversation, OutboundMessage.
"""
