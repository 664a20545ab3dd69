"""Guards: rules that a machine keeps, each seen to fail on a broken copy."""
