"""Going back to a version that worked."""
