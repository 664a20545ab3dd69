"""Cases on the embedded engine, quick: no program process and no SDK, its requests made by hand; a world in memory."""
