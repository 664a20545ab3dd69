# syntax=docker/dockerfile:1
ARG VERSION=1
FROM docker.io/library/python:3.11-slim-bookworm@sha256:1111111111111111111111111111111111111111111111111111111111111111 AS base

# stands on the recorded base
FROM base
COPY run.sh /usr/local/bin/run.sh
FROM base AS image
COPY --chown=0:0 . /src/
USER 10002:10002
HEALTHCHECK CMD ["true"]
LABEL title="app"
CMD ["run.sh", "a \"quoted\" $word"]
