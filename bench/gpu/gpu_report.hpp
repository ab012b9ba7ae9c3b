#pragma once

#include "bench/gpu/ceilings.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace hapmill::bench {

/// A matrix that is measured with.
struct Shape {
  std::string name;
  std::uint64_t columns = 0;
  double variant_rate = 0;
  std::string pairs;
  bool is_for_program = true;     ///< else for the kernels only
  std::string output_type = "t";  ///< for -O; the program's is the table
};

/// What the benchmark is asked for.
struct BenchOptions {
  int runs = 5;
  std::size_t copy_bytes = std::size_t{256} << 20;
  std::size_t text_bytes = 0;  ///< of a chunk for the kernels; 0: as the backend has it
  std::uint64_t matrix_bytes = 8'000'000'000;  ///< for the program
  std::string hapmill;                         ///< the program; empty: it is not measured
  std::string work = "/dev/shm";
};

nlohmann::json to_json(Spread const& spread);
nlohmann::json to_json(Ceilings const& ceilings);

/// The kernels on one chunk of the shape, with their shares of what the card and its link copy.
/// Throws std::runtime_error if the records are not the CPU backend's.
nlohmann::json report_stages(Shape const& shape, Ceilings const& ceilings,
                             BenchOptions const& options);

/// The program on a matrix of the shape, on the card and on the CPU.
nlohmann::json report_program(Shape const& shape, Ceilings const& ceilings,
                              BenchOptions const& options);

/// The program with more and more workers, of one thread each, and with two that share the card.
/// Throws std::runtime_error if an output is not that of one process.
nlohmann::json report_workers(Shape const& shape, BenchOptions const& options);

}  // namespace hapmill::bench
