#pragma once

/// Marks a function that g++ compiles for the host and nvcc for host and device, from one text.
#ifdef __CUDACC__
#define HAPMILL_HD __host__ __device__
#else
#define HAPMILL_HD
#endif
