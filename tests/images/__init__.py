"""Image kinds: what enters a build, the Dockerfiles, the locks, and real builds."""
