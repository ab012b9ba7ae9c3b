# The image with the CUDA kernels, which also runs on machines without a card. nvcc comes from a folder, or from
# an image of NVIDIA's, given as the build context `cuda`. The CUDA runtime is linked statically, so this file
# differs from cpu.Dockerfile in the build stage only. From the top folder of the repository, one of:
#   docker build -f docker/cuda.Dockerfile --build-context cuda=/usr/local/cuda -t hapmill-cuda .
#   docker build -f docker/cuda.Dockerfile --build-arg CUDA_ROOT=usr/local/cuda \
#     --build-context cuda=docker-image://nvidia/cuda:13.0.1-devel-ubuntu22.04 -t hapmill-cuda .
ARG BASE=debian:bookworm-slim

FROM scratch AS cuda

FROM ${BASE} AS build
ARG CUDA_ROOT=.
ARG NVCC=/usr/local/cuda/bin/nvcc
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      g++ libc6-dev cmake ninja-build pkg-config libcxxopts-dev libfmt-dev nlohmann-json3-dev \
      libhts-dev libdeflate-dev libisal-dev libzstd-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /hapmill
COPY . .
RUN --mount=type=bind,from=cuda,source=/${CUDA_ROOT},target=/usr/local/cuda \
    cmake --preset cuda -DHAPMILL_TESTS=OFF -DHAPMILL_BENCH=OFF -DCMAKE_CUDA_COMPILER=${NVCC} \
 && cmake --build --preset cuda \
 && cmake --install build/cuda --strip --prefix /opt/hapmill

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
