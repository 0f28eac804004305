"""A publisher on the loopback interface."""

from replaying import replay

__all__ = ["replay"]
