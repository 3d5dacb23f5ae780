"""Certificates: issued with the completion that earns them, checked by anybody, revoked with a reason."""
