"""From what a sign-in service vouches for to an account, a person's file or a member of staff."""
