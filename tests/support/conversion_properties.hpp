#pragma once

#include "random_matrix.hpp"

#include <cstdint>

namespace hapmill::test {

/// Numbers of cases are divided by this, because sanitizers are slow.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::uint64_t sanitizer_divisor = 10;
#else
inline constexpr std::uint64_t sanitizer_divisor = 1;
#endif

/// make_random_case or make_random_vcf_case.
using MakeCase = RandomCase (*)(std::uint64_t seed);

/// Converts the random matrices of these seeds, with and without a report. Fails if the program and
/// the reference differ.
void expect_reference_results(std::uint64_t first_seed, std::uint64_t last_seed,
                              MakeCase make_case = make_random_case);

/// Converts the random matrices of these seeds with every instruction set, several chunk sizes and
/// thread counts, from a file and from a stream. Fails if the outcomes differ.
void expect_same_results_on_every_machine(std::uint64_t first_seed, std::uint64_t last_seed,
                                          MakeCase make_case = make_random_case);

}  // namespace hapmill::test
