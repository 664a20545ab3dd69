"""Stack files: the reference ones build the tree agreed on, bad ones are one line each."""
