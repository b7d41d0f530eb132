"""The embedded demo utility. `python -m service.utility.demo` prints docs/demo.md."""

from service.utility.demo.utility import DemoUtility

__all__ = ["DemoUtility"]
