"""Providers in processes of their own: Pulumi's provider plugins, asked over gRPC as the CLI asks them."""
