"""Exchange: KITH messages in and out.

Every message is kept as received, checked by rules of our own, answered with a technical receipt, shown under Norwegian headings,
and becomes what the type table says: a notice, part of one, a conversation, information on a file, or a question to a person.
Law: e-health regulation (standards in use).   FHIR: Communication, MessageHeader.   Words: ReceivedMessage, Receipt, Conversation.
"""
