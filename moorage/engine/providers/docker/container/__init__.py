"""Container: properties, what the API is told, what it answers, and the effects between."""
