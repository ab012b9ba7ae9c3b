#pragma once

#include "bench/gpu/gpu_report.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace hapmill::bench {

/// Makes a matrix of about that many bytes by `hapmill generate`.
void generate_matrix(BenchOptions const& options, Shape const& shape, int contigs,
                     std::filesystem::path const& matrix, std::uint64_t bytes);

/// As many bytes as wanted, or as the work folder has room for with two outputs of twice the size.
std::uint64_t matrix_bytes_with_room(BenchOptions const& options, std::uint64_t wanted);

/// `hapmill convert` of a matrix of the shape to a table, with these options.
std::vector<std::string> convert_command(BenchOptions const& options, Shape const& shape,
                                         std::filesystem::path const& matrix,
                                         std::filesystem::path const& output,
                                         std::vector<std::string> const& how);

}  // namespace hapmill::bench
