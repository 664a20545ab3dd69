"""The fixture for people who test components."""
