#pragma once

/// Marks a function that is compiled from one source for both sides: by g++ for the host, by nvcc
/// for host and device.
#ifdef __CUDACC__
#define HAPMILL_HD __host__ __device__
#else
#define HAPMILL_HD
#endif
