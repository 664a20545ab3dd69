"""SSH: a connection from its data, a command on it, files over it."""
