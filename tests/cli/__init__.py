"""The command line: what it prints, how it ends, and whom it hands over to."""
