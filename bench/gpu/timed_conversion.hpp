#pragma once

#include "bench/gpu/gpu_report.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hapmill::bench {

/// Makes a matrix of about `bytes` bytes with `hapmill generate`.
void generate_matrix(BenchOptions const& options, Shape const& shape, int contigs,
                     std::filesystem::path const& matrix, std::uint64_t bytes);

/// The wanted size of a matrix, or less if the work folder has no room for it and two outputs of
/// twice its size.
std::uint64_t matrix_bytes_with_room(BenchOptions const& options, std::uint64_t wanted);

/// The words of a conversion of the matrix to a table, with the options in `how`.
std::vector<std::string> convert_command(BenchOptions const& options, Shape const& shape,
                                         std::filesystem::path const& matrix,
                                         std::filesystem::path const& output,
                                         std::vector<std::string> const& how);

}  // namespace hapmill::bench
