"""Signing in by OpenID Connect: what a provider may say, how it is asked, and every check of its answers.

Knows no person, staff or organisation: the room above matches what was verified to accounts. Standards: OpenID Connect Core, Discovery,
RP-Initiated, Back-Channel and Front-Channel Logout 1.0; RFC 7636 (PKCE), 7523 (client assertion), 9126 (PAR), 9207 (iss), 9449 (DPoP).
"""
