"""The program: one stack file in, one running stack out."""
