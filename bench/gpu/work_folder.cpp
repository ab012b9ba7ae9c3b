#include "gpu/work_folder.hpp"

#include "gpu/program_times.hpp"

#include <unistd.h>

#include <algorithm>
#include <string>
#include <system_error>

namespace hapmill::bench {

WorkFolder::WorkFolder(std::filesystem::path const& parent)
    : path_{parent / ("hapmill-gpu-bench." + std::to_string(getpid()))} {
  std::filesystem::create_directories(path_);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void generate_matrix(BenchOptions const& options, Shape const& shape, int contigs,
                     std::filesystem::path const& matrix, std::uint64_t bytes) {
  std::uint64_t const rows = std::max<std::uint64_t>(bytes / (2 * shape.columns + 12), 10);
  output_of({options.hapmill, "generate", "--rows", std::to_string(rows), "--columns",
             std::to_string(shape.columns), "--contigs", std::to_string(contigs), "--variant-rate",
             std::to_string(shape.variant_rate), "--missing-rate", "0.02", "--seed", "1", "-o",
             matrix.string()});
}

}  // namespace hapmill::bench
