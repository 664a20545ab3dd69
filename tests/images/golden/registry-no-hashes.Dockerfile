# python:3.11-slim-bookworm, pinned
FROM docker.io/library/python:3.11-slim-bookworm@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS base

# what the image runs on: compiled once for all images of this base, nothing that installs
FROM base AS runtime
RUN ["python3", "-m", "pip", "uninstall", "--yes", "pip", "setuptools", "wheel"]
ENV PYTHONUNBUFFERED="1" \
    PYTHONDONTWRITEBYTECODE="1"
RUN ["python3", "-m", "compileall", "-q", "-j", "0", "--invalidation-mode", "unchecked-hash", "-x", "/(lib2to3|tests?)/", "/usr/local/lib/python3.11"]

# the environment: changes with the locked dependencies only
FROM base AS build
RUN ["python3", "-m", "venv", "--without-pip", "/opt/venv"]
RUN --mount=type=bind,source=build,target=/build \
    --mount=type=cache,id=moorage-pip,target=/root/.cache/pip,sharing=locked \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=index \
    ["python3", "/build/install.py", "--python", "/opt/venv", "install", "--no-compile", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore", "--requirement", "/build/requirements.txt"]
RUN --mount=type=bind,source=build/compile.py,target=/build/compile.py \
    ["python3", "/build/compile.py", "/opt/venv/lib"]

# the application
FROM build AS application
COPY ["app/", "/app/"]
RUN --mount=type=bind,source=build/compile.py,target=/build/compile.py \
    ["python3", "/build/compile.py", "/app"]

# the image
FROM runtime
COPY --from=build ["/opt/venv", "/opt/venv"]
COPY ["moorage/probe.py", "/opt/moorage/probe.py"]
COPY --from=application ["/app", "/app"]
ENV PATH="/opt/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LABEL org.opencontainers.image.title="app" \
    moorage.project="shop" \
    moorage.stack="test" \
    org.opencontainers.image.base.name="python:3.11-slim-bookworm" \
    org.opencontainers.image.base.digest="sha256:1111111111111111111111111111111111111111111111111111111111111111"
WORKDIR /app
EXPOSE 8080/tcp
EXPOSE 9090/tcp
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["/opt/venv/bin/python3", "-I", "-S", "/opt/moorage/probe.py", "8080", "/healthz", "3"]
USER 12345:12345
CMD ["a b", "\"$HOME\""]
