"""Keep the last images of a name on the host, and remove older ones of ours. Nothing that is not ours is touched.

Ours is what has the stack's labels and the image's own repository name with a tag or digest that a build of ours gives.
A tag that somebody else put on such an image stays, and the image with it; so does one that a container uses.
"""

from __future__ import annotations

from typing import Final

import pulumi
from pulumi_command import local

from components.core.component import Component
from components.core.delivery import Store
from components.core.naming import Scope
from components.images import kept

REMOVE: Final = "remove"
"""What a deletion is told: all of them go."""

FIRST: Final = "keep images of"
"""What a creation is told, before the name: nobody knows which of those that are there were deployed last."""

LISTED: Final = "listed"
"""In the place of a key: the one under which the list has the reference."""

SCRIPT: Final = """\
drop() { "$CLIENT" image rm "$1" >/dev/null 2>&1 || echo "$1 stays: it is in use"; }
[ "$KEY" = listed ] && KEY=$(printf '%s\\n' "$PULUMI_COMMAND_STDOUT" |
  awk -v reference="$REFERENCE" '$2 == reference { found = $1 } END { print found ? found : "listed" }')
now="$KEY $REFERENCE $(date -u +%Y-%m-%dT%H:%M:%SZ)"
list=$({ echo "$now"; printf '%s\\n' "$PULUMI_COMMAND_STDOUT" | awk -v key="$KEY" 'NF == 3 && $1 != key'; } |
  head -n "$COUNT")
[ "$0" = remove ] && list=
there=$("$CLIENT" image ls --digests --filter "label=moorage.project=$PROJECT" --filter "label=moorage.stack=$STACK" \\
  --format '{{.Repository}} {{.Tag}} {{.Digest}}') || exit 1
case $0 in "keep images of "*) there= ;; esac
{
  printf '%s\\n' "$there" | while read -r repository tag digest; do
    [ "$repository" = "$REPOSITORY" ] || continue
    if printf %s "$tag" | grep -Eqx '[0-9a-f]{12}'; then
      printf '%s\\n' "$list" | grep -q "^$tag " || drop "$repository:$tag"
    elif [ "$tag" = cache ]; then  # of the last build
      [ -n "$list" ] || drop "$repository:$tag"
    elif [ "$tag" = "<none>" ] && [ "$digest" != "<none>" ]; then
      printf '%s\\n' "$list" | grep -qF " $repository@$digest " || drop "$repository@$digest"
    fi
  done
  # One that was built again under the same key lost its name to its successor.
  printf '%s\\n' "$PULUMI_COMMAND_STDOUT" | while read -r _ reference _; do
    case $reference in sha256:*) ;; *) continue ;; esac
    printf '%s\\n' "$list" | grep -qF " $reference " && continue
    names=$("$CLIENT" image inspect --format '{{len .RepoTags}} {{len .RepoDigests}}' "$reference" 2>/dev/null)
    [ "$names" = "0 0" ] && drop "$reference"
  done
} >&2
[ -z "$list" ] || printf '%s\\n' "$list"
"""


def keep(
    component: Component, reference: pulumi.Output[str], repository: str, key: str, scope: Scope, store: Store
) -> pulumi.Output[str]:
    """Return `reference` once older images of `component` are gone; what runs it goes before all of them do."""
    labels = scope.labels()
    done = local.Command(
        component.named(kept.SUFFIX),
        create=f"{FIRST} {component.name}",
        update="keep",
        delete=REMOVE,
        interpreter=["/bin/sh", "-c", SCRIPT],
        environment={
            **store.environment,
            "COUNT": str(kept.COUNT),
            "PROJECT": labels["moorage.project"],
            "STACK": labels["moorage.stack"],
            "REPOSITORY": repository,
            "KEY": key,
            "REFERENCE": reference,
        },
        logging=local.Logging.NONE,
        opts=component.inside(),
    )
    return pulumi.Output.all(reference, done.id).apply(lambda both: str(both[0]))
