"""What several tools of a category share."""
