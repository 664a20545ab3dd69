"""Bad input and broken hosts: one line each, and what served goes on."""
