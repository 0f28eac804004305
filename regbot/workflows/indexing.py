"""Build, inspect and verify the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from regbot.errors import IndexCorruptError
from regbot.index.generation import IndexStatus, State, build, status
from regbot.index.manifest import EncoderKind, Manifest
from regbot.index.progress import Progress
from regbot.model import Provision
from regbot.paths import ways_to_fill
from regbot.workspace import Workspace

if TYPE_CHECKING:
    from regbot.index.server import ServerState
    from regbot.index.verify import VerifyReport

Report = Callable[[str, int, int], None]

MOST_LINKED = 2_000
"""Longer documents are not aligned at every build: that takes minutes."""
STAGES = {
    "reading": "Reading the corpus",
    "model": "Preparing the model",
    "embedding": "Embedding texts",
    "vectors": "Storing vectors",
}


def build_index(workspace: Workspace, report: Report, *, force: bool = False, lexical_only: bool = False) -> Manifest:
    """Make the index match the corpus; `report` hears the stage, how much is done and of how much.

    Raises SearchIndexError, CorpusError, ModelError; the published index then stays as it was.
    """

    def tell(progress: Progress) -> None:
        report(STAGES.get(progress.stage, progress.stage), progress.done, progress.total)

    return build(
        workspace.paths,
        workspace.settings,
        now=workspace.as_of.now,
        progress=tell,
        force=force,
        lexical_only=lexical_only,
        linker=_linked,
    )


def _linked(old: Sequence[Provision], new: Sequence[Provision]) -> list[tuple[str, str]]:
    from regbot.compare.links import link

    if max(len(old), len(new)) > MOST_LINKED:
        return []
    return [(old[item.old].eid, new[item.new].eid) for item in link(old, new)]


def index_status(workspace: Workspace) -> IndexStatus:
    """How the index stands to the corpus."""
    return status(workspace.paths, workspace.settings)


def is_lexical(workspace: Workspace) -> bool:
    """Whether the published index was made without a model on purpose."""
    manifest = index_status(workspace).manifest
    return manifest is not None and manifest.encoder is EncoderKind.NONE


def vector_server(workspace: Workspace) -> ServerState | None:
    """What the Chroma server of the published index holds; None if there is no index or its vectors lie on disk.

    Raises VectorServerError when that server, or the one that the settings name, does not answer.
    """
    from regbot.index.server import examine, greet

    manifest = index_status(workspace).manifest
    named = workspace.settings.index.vectors
    if named and (manifest is None or manifest.server != named):
        greet(named)
    return examine(manifest) if manifest else None


def check_vectors(workspace: Workspace) -> None:
    """Look at the files of the published index, if there is one, and open its vectors where they lie on disk.

    Raises SearchIndexError.
    """
    from regbot.index.soundness import damage, probe

    manifest = index_status(workspace).manifest
    if manifest is None:
        return
    if found := damage(workspace.paths, manifest):
        raise IndexCorruptError(found)
    probe(workspace.paths, manifest)


def verify_index(workspace: Workspace, sample: int) -> VerifyReport:
    """Check `sample` stored vectors, and every text, against the corpus. Raises SearchIndexError."""
    from regbot.index.verify import verify

    return verify(workspace.paths, workspace.settings, sample=sample)


def emptiness(workspace: Workspace) -> str:
    """One sentence when the corpus holds no document, and how it gets some; else empty."""
    if workspace.corpus.ids():
        return ""
    return f"the corpus of {workspace.paths.home} holds no document: {ways_to_fill(workspace.paths.home)}"


def staleness(workspace: Workspace) -> str:
    """One sentence when answers rest on an older corpus than the one on disk, or on none at all; else empty."""
    found = index_status(workspace)
    if found.manifest and not found.manifest.documents and not workspace.corpus.ids():
        return emptiness(workspace)
    if found.state is not State.STALE:
        return ""
    documents = f" ({', '.join(found.changed[:3])}{' …' if len(found.changed) > 3 else ''})" if found.changed else ""
    return f"{found.reason}{documents}: run `regbot index build`"
