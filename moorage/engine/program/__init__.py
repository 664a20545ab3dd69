"""The user's program: its process, and what it may ask of the engine."""

import os

# else gRPC prints lines of its own whenever the program closes a connection; it reads this when it is first used
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
