"""proxyctl: makes HAProxy serve exactly what one document says, without a lost connection."""
