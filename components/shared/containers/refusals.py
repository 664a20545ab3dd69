"""Why `ssh` did not connect, in one line, with the command that helps. Pure.

The words are OpenSSH's own (sshconnect.c, sshconnect2.c), which are never translated.
"""

from __future__ import annotations

from components.core import hosts


def explain(host: str, said: str) -> str:
    """Return the line for what `ssh` wrote to its standard error."""
    machine = hosts.machine(host)
    words = hosts.words(host)
    scan = " ".join(("ssh-keyscan", *words[:-1], machine))
    port = words[1] if len(words) > 1 else ""
    name = f"'[{machine}]:{port}'" if port else machine
    if "IDENTIFICATION HAS CHANGED" in said:
        text = "has another host key than the one that is known: not connected. If the machine is a new one, compare"
        return f"{host}: {text} fingerprints ({scan} | ssh-keygen -lf -) and forget the old key: ssh-keygen -R {name}"
    if "host key is known for" in said or "Host key verification failed" in said:
        text = "its host key is not known here: not connected. Compare its fingerprint with the machine's own"
        return f"{host}: {text} ({scan} | ssh-keygen -lf -), then: {scan} >>~/.ssh/known_hosts"
    if "Permission denied" in said:
        text = "no key of the agent or of ~/.ssh/config lets in, and nobody is asked for a password"
        return f"{host}: {text}; try: ssh {' '.join(words)}"
    last = [line for line in said.strip().splitlines() if line.strip()][-1:]
    return f"{host}: {' '.join(last).removeprefix('ssh: ').rstrip('.') or 'the connection ended at once'}"
