"""Pulumi's file backend: the stack's recorded resources, encrypted, locked, with their history."""
