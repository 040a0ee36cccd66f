"""How it is run: in this process, in a pool of processes, or on a cluster; the same readings whichever."""

from tellings.engines.choose import ENGINES, choose
from tellings.engines.worker import Done, Loader, Reader

__all__ = ["ENGINES", "Done", "Loader", "Reader", "choose"]
