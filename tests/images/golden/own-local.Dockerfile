# syntax=docker/dockerfile:1
ARG VERSION=1
FROM scratch AS base
RUN --mount=type=bind,source=.moorage,target=/mnt \
    ["/mnt/busybox", "tar", "-xzf", "/mnt/base-222222222222.tar.gz", "-C", "/"]
ENV PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
    LANG="C.UTF-8"

# what the source sends, without the base
FROM scratch AS moorage-context
COPY ["etc", "/etc"]
COPY ["run.sh", "/run.sh"]

# stands on the recorded base
FROM base
COPY run.sh /usr/local/bin/run.sh
FROM base AS image
COPY --from=moorage-context --chown=0:0 . /src/
USER 10002:10002
HEALTHCHECK CMD ["true"]
LABEL org.opencontainers.image.title="app" \
    moorage.project="shop" \
    moorage.stack="test" \
    moorage.base="debian:bookworm-slim made locally, sha256:2222222222222222222222222222222222222222222222222222222222222222"
CMD ["run.sh", "a \"quoted\" $word"]
