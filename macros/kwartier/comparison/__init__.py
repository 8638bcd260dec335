"""Floor 3: what changed in the content between two moments, and what that means for a curriculum."""

from kwartier.comparison.compare import Change, Comparison, ItemChange, compare
from kwartier.comparison.history import GitError, previous_version, read_at, read_kept
from kwartier.comparison.snapshot import Snapshot, snapshot_of, snapshot_of_folder

__all__ = [
    "Change",
    "Comparison",
    "GitError",
    "ItemChange",
    "Snapshot",
    "compare",
    "previous_version",
    "read_at",
    "read_kept",
    "snapshot_of",
    "snapshot_of_folder",
]
