#pragma once

#include "bench/gpu/ceilings.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace hapmill::bench {

/// The matrix of a measurement.
struct Shape {
  std::string name;
  std::uint64_t columns = 0;
  double variant_rate = 0;
  std::string pairs;
  bool is_for_program = true;     ///< false: only for the kernels
  std::string output_type = "t";  ///< for -O; the program always makes the table
};

/// The options of the benchmark.
struct BenchOptions {
  int runs = 5;
  std::size_t copy_bytes = std::size_t{256} << 20;
  std::size_t text_bytes = 0;  ///< size of a chunk for the kernels; 0: the backend's
  std::uint64_t matrix_bytes = 8'000'000'000;  ///< size of the matrix for the program
  std::string hapmill;                         ///< path of the program; empty: it is not measured
  std::string work = "/dev/shm";
};

nlohmann::json to_json(Spread const& spread);
nlohmann::json to_json(Ceilings const& ceilings);

/// Measures the kernels on one chunk of the shape, as shares of what the device and its link copy.
/// Throws std::runtime_error if the records differ from those of the CPU backend.
nlohmann::json report_stages(Shape const& shape, Ceilings const& ceilings,
                             BenchOptions const& options);

/// Measures the program on a matrix of the shape, on the device and on the CPU.
nlohmann::json report_program(Shape const& shape, Ceilings const& ceilings,
                              BenchOptions const& options);

/// Measures the program with more and more workers of one thread each, and with two workers that
/// share the device. Throws std::runtime_error if an output differs from that of one process.
nlohmann::json report_workers(Shape const& shape, BenchOptions const& options);

}  // namespace hapmill::bench
