"""The proxy of a service, as it runs: real HAProxy, real versions, clients that count every failure."""
