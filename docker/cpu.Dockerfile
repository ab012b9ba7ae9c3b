# The image without CUDA. From the top folder of the repository: docker build -f docker/cpu.Dockerfile -t hapmill .
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      g++ libc6-dev cmake ninja-build pkg-config libcxxopts-dev libfmt-dev nlohmann-json3-dev \
      libhts-dev libdeflate-dev libisal-dev libzstd-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /hapmill
COPY . .
RUN cmake --preset cpu -DHAPMILL_TESTS=OFF -DHAPMILL_BENCH=OFF \
 && cmake --build --preset cpu \
 && cmake --install build/cpu --strip --prefix /opt/hapmill

FROM ${BASE} AS runtime
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libfmt9 libstdc++6 libhts3 libdeflate0 libisal2 libzstd1 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/cache/debconf /var/cache/ldconfig /var/log/* \
      /usr/share/doc /usr/share/man /usr/share/info /usr/share/locale /usr/share/lintian \
 && mkdir -p /data
COPY --from=build /opt/hapmill/bin/hapmill /usr/local/bin/hapmill

# A single layer, so that the image does not contain files that were removed.
FROM scratch
COPY --from=runtime / /
LABEL org.opencontainers.image.title="hapmill" \
      org.opencontainers.image.description="Converts genome matrices to phased genotypes" \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
USER nobody
WORKDIR /data
ENTRYPOINT ["hapmill"]
