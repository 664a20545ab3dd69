"""Updates under load: a service that is called all the time, from the host and from another workload."""
