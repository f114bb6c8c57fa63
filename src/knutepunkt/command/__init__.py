"""Command: what an operator, a developer or a machine types.

`./kp` prepares a private environment and hands over to `knutepunkt.command.main`. Each subcommand is a
small module here; the embedded PostgreSQL has its own folder. Everything of the rooms is imported when
it is needed, so that `./kp --help` and `./kp db url` answer at once.

Nothing imports this room.
"""
