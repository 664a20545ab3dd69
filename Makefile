STACK ?= dev
PYTHON ?= python3
MOORAGE = .venv/bin/moorage
UV = env -u PIP_FIND_LINKS .venv/bin/uv

.PHONY: help up preview destroy test full check fmt bench docs lock install
help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

up: install ## bring the stack up (STACK=dev)
	@$(MOORAGE) doctor --fix --quiet --stack $(STACK) && $(MOORAGE) up --stack $(STACK) --yes

preview: install ## show what `up` would change
	@$(MOORAGE) preview --stack $(STACK)

destroy: install ## remove the stack, and say what stays
	@$(MOORAGE) destroy --stack $(STACK) --yes --remove

test: install ## all tests (PYTEST="options of pytest")
	@bash tools/package.sh busybox-static "tests: no busybox to make small images of" test -x /bin/busybox
	@bash tools/package.sh openssh-server "tests: no SSH server to run commands on" test -x /usr/sbin/sshd
	@bash tools/package.sh slirp4netns "tests: no way out for machines of their own" test -x /usr/bin/slirp4netns
	@bash tools/package.sh docker-registry "tests: no registry to push to" test -x /usr/bin/docker-registry
	@bash tools/package.sh faketime "tests: no faketime to build at another hour" test -x /usr/bin/faketime
	@bash tools/package.sh haproxy "tests: no HAProxy to tell what to serve" test -x /usr/sbin/haproxy
	@bash tools/package.sh buildah "tests: no Buildah to build images with" test -x /usr/bin/buildah
	@bash tools/package.sh podman "tests: no Podman to run containers with" test -x /usr/bin/podman
	@bash tools/package.sh netavark "tests: no netavark for Podman's networks" test -x /usr/lib/podman/netavark
	@bash tools/package.sh aardvark-dns "tests: no aardvark-dns for names in Podman's networks" test -x /usr/lib/podman/aardvark-dns
	@bash tools/package.sh uidmap "tests: no newuidmap for Podman without rights" test -x /usr/bin/newuidmap
	@bash tools/package.sh systemd "tests: no systemd-analyze to check units with" test -x /usr/bin/systemd-analyze
	@bash tools/package.sh catatonit "tests: no init for Podman's containers" test -x /usr/bin/catatonit
	@$(MOORAGE) doctor --fix --quiet --stack dev && .venv/bin/pytest --numprocesses auto --dist loadgroup $(PYTEST)

full: ## all tests, the long runs with their full counts (hours)
	@$(MAKE) test PYTEST="--full $(PYTEST)"

check: install ## format, lint, types, layers, generated files
	@.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/pyright && .venv/bin/lint-imports

fmt: install ## rewrite to the project's format
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

bench: install ## one table: ours against the peers
	@.venv/bin/python -m bench

docs: install ## generate schema and reference
	@.venv/bin/python -m tools.schema && .venv/bin/python -m tools.reference && .venv/bin/python -m tools.commands && .venv/bin/python -m tools.engine && .venv/bin/python -m tools.parity

lock: install ## lock requirements.txt from pyproject.toml
	@$(UV) pip compile pyproject.toml --all-extras --generate-hashes -q -o requirements.txt --custom-compile-command "make lock"

install: ## make .venv with the locked requirements
	@PYTHON=$(PYTHON) bash tools/environment.sh
