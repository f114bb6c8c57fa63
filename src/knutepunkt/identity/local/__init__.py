"""Sign-in for staff of a unit without a sign-in provider: passkeys, or name, password and a code. Nothing opens by password alone."""
