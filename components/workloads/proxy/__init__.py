"""The door of a service: one proxy that outlives its versions, and one for each port of the host."""
