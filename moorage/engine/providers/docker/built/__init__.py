"""Image, which the real package has of its own rather than from Terraform: built, and pushed unless told otherwise."""
