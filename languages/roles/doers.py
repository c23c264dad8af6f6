"""What kind of doer a noun is: an event, a force of nature, a machine, a body or a person."""

from __future__ import annotations

from parallax.languages.roles.clause import Clause

_KINDS = ("event", "nature", "machine", "body")


def doer_kind(clause: Clause, at: int) -> str:
    """Return `event`, `nature`, `machine`, `body` or `person`."""
    for kind in _KINDS:
        if clause.tree.is_in(at, kind):
            return kind
    token = clause.tokens[at]
    if token.upos == "PROPN":
        named = token.surface.isupper() or not clause.tree.below(at, "flat")
        return "body" if named else "person"
    return "body" if token.feature("Gender") == "Neut" and token.upos == "PRON" else "person"
