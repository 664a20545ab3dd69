"""Components: targets, images, add-ons and workloads, each kind a folder. Importing this costs nothing."""
