#pragma once

// The intrinsics, for files of AVX-512: g++ 12 takes the "undefined" operands inside its own for a
// mistake (GCC PR 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <immintrin.h>
