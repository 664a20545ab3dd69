# python:3.11-slim-bookworm, made on this machine
FROM scratch AS base
RUN --mount=type=bind,source=.moorage,target=/mnt \
    ["/mnt/busybox", "tar", "-xzf", "/mnt/base-222222222222.tar.gz", "-C", "/"]
ENV PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    LANG="C.UTF-8"

# what the image runs on: nothing that installs, the library compiled, the same for all of this base
FROM base AS runtime
ENV PYTHONUNBUFFERED="1" \
    PYTHONDONTWRITEBYTECODE="1"
RUN --mount=type=bind,source=scripts,target=/mnt \
    ["python3", "/mnt/runtime.py"]

# the environment: changes with the locked dependencies only
FROM base AS build
RUN --mount=type=bind,source=scripts,target=/mnt \
    --mount=type=bind,source=locked,target=/tmp/locked \
    --mount=type=cache,id=moorage-pip,target=/root/.cache/pip,sharing=shared \
    --mount=type=secret,id=ca \
    ["python3", "/mnt/environment.py", "--require-hashes", "--requirement", "/tmp/locked/requirements.txt"]

# the application: changes with its code
FROM build AS application
COPY ["app/", "/layers/application/app/"]
RUN --mount=type=bind,source=scripts,target=/mnt \
    ["python3", "/mnt/application.py", "--", "python"]

# the image
FROM runtime
COPY --from=base --chown=10001:10001 ["/mnt/", "/a/"]
COPY --from=base --chown=10001:10001 ["/mnt/", "/data/b/"]
COPY --from=build ["/layers/environment/", "/"]
COPY --from=application ["/layers/application/", "/"]
ENV PATH="/opt/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LABEL org.opencontainers.image.title="app" \
    moorage.project="shop" \
    moorage.stack="test" \
    moorage.base="python:3.11-slim-bookworm made locally, sha256:2222222222222222222222222222222222222222222222222222222222222222"
WORKDIR /app
EXPOSE 8080/tcp
EXPOSE 9090/tcp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["/opt/venv/bin/python3", "-I", "-S", "/opt/moorage/probe.py", "8080", "/healthz", "3"]
USER 10001:10001
CMD ["python", "-m", "app"]
