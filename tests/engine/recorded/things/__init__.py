"""A package for tests, `thing`: one set of rules, served in process and as a plugin, with its objects in a folder."""
