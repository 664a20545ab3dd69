"""The providers that the embedded engine has, one folder per package; `find` is the only way in."""
