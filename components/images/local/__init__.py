"""Root file systems made on this machine from Debian packages, where no registry is reachable."""
