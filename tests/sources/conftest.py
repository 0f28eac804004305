"""A publisher on the loopback interface."""

from tests.replaying import replay

__all__ = ["replay"]
