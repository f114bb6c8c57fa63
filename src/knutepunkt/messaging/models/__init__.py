"""The outbox, and conversations between persons and those who help them."""

from knutepunkt.messaging.models.conversation import (
    Attachment,
    Conversation,
    ConversationKind,
    ConversationMessage,
    ReadMark,
)
from knutepunkt.messaging.models.outbox import OutboundMessage, OutboundState

__all__ = [
    "Attachment",
    "Conversation",
    "ConversationKind",
    "ConversationMessage",
    "OutboundMessage",
    "OutboundState",
    "ReadMark",
]
