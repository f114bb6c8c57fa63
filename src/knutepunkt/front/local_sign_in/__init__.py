"""The pages of local sign-in: signing in, taking an invitation, and looking after one's own passkeys and codes."""
