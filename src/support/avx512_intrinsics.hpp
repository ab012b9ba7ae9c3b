#pragma once

// Includes the intrinsics for files that use AVX-512, without a warning that g++ 12 gives for its
// own header (GCC PR 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <immintrin.h>
