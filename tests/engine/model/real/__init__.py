"""Cases as real projects: a program of dynamic resources, a world that is a folder."""
