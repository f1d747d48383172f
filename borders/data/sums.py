"""The size and the digest of each file of a release, so that one that is cut is seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

PACKAGE: Final = "datapackage.json"
ALGORITHM: Final = "sha256"


def of(content: bytes) -> dict[str, Any]:
    """Return what a resource of a Data Package says of its file: `bytes` and `hash`.

    Examples
    --------
    >>> of(b"")["bytes"], of(b"")["hash"][:15]
    (0, 'sha256:e3b0c442')
    """
    import hashlib  # what people edit has no digests

    digest = hashlib.new(ALGORITHM, content).hexdigest()
    return {"bytes": len(content), "hash": f"{ALGORITHM}:{digest}"}


def released(folder: Traversable) -> bytes:
    """Return the `datapackage.json` of a folder with the sums of its files, as it is released."""
    import json  # what builds the package has nothing else

    document = json.loads((folder / PACKAGE).read_bytes())
    document["resources"] = [
        resource | of(folder.joinpath(*resource["path"].split("/")).read_bytes())
        for resource in document.get("resources", [])
    ]
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()


def check(folder: Traversable, note: Callable[[str, str, str], object]) -> None:
    """Note each file that is not what `datapackage.json` says of it, or is not there.

    Of a folder that people edit it says which files there are, and no more.

    Parameters
    ----------
    note
        Called with file, entry and text of each problem.
    """
    import msgspec

    from borders import documents

    try:
        content = documents.content(folder, PACKAGE).decode("utf-8-sig")
        resources = msgspec.json.decode(content)["resources"]
    except (OSError, ValueError, LookupError, TypeError):
        return  # what is wrong in it is told where it is read
    for resource in resources if isinstance(resources, list) else ():
        if not isinstance(resource, dict):
            continue
        if {"bytes", "hash"} & resource.keys():
            _check(folder, resource, note)
        elif isinstance(name := resource.get("path"), str) and not _is_there(folder, name):
            note(name, "", f"is missing: put it back, or take it out of resources in {PACKAGE}")


def _is_there(folder: Traversable, name: str) -> bool:
    """Return whether something is there under a name, which a reader may tell to be no file."""
    if "://" in name:
        return True  # the form of Data Packages has addresses, too
    found = folder.joinpath(*name.split("/"))
    try:
        return found.exists() if isinstance(found, Path) else found.is_file()
    except OSError:
        return True


def _check(
    folder: Traversable, resource: dict[str, Any], note: Callable[[str, str, str], object]
) -> None:
    from borders import documents
    from borders.data import decoding

    name = str(resource.get("path"))
    try:
        content = documents.content(folder, name)
    except FileNotFoundError:
        note(name, "", f"is missing: {_ANEW}")
        return
    except (OSError, documents.Unreadable) as error:
        note(name, "", f"{decoding.message(error)}: {_ANEW}")
        return
    found = of(content)
    if resource.get("bytes", found["bytes"]) != found["bytes"]:
        text = f"has {found['bytes']} bytes, and {PACKAGE} says {resource['bytes']}: {_ANEW}"
        note(name, "", text)
    elif resource.get("hash", found["hash"]) != found["hash"]:
        note(name, "", f"is not the file of which {PACKAGE} has the hash: {_ANEW}")


_ANEW: Final = (
    "fetch the release anew, or, to edit it, take bytes and hash out of its datapackage.json"
)
