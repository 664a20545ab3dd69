"""What builds images on this machine: whether it is there, and what it can do. For `moorage doctor`, on any target."""
