#include "bench/gpu/timed_conversion.hpp"

#include "bench/gpu/program_times.hpp"

#include <algorithm>

namespace hapmill::bench {

void generate_matrix(BenchOptions const& options, Shape const& shape, int contigs,
                     std::filesystem::path const& matrix, std::uint64_t bytes) {
  std::uint64_t const rows = std::max<std::uint64_t>(bytes / (2 * shape.columns + 12), 10);
  output_of({options.hapmill, "generate", "--rows", std::to_string(rows), "--columns",
             std::to_string(shape.columns), "--contigs", std::to_string(contigs), "--variant-rate",
             std::to_string(shape.variant_rate), "--missing-rate", "0.02", "--seed", "1", "-o",
             matrix.string()});
}

std::uint64_t matrix_bytes_with_room(BenchOptions const& options, std::uint64_t wanted) {
  return std::min<std::uint64_t>(wanted, std::filesystem::space(options.work).available / 8);
}

std::vector<std::string> convert_command(BenchOptions const& options, Shape const& shape,
                                         std::filesystem::path const& matrix,
                                         std::filesystem::path const& output,
                                         std::vector<std::string> const& how) {
  std::vector<std::string> words{
      options.hapmill, "convert", matrix.string(), "-q", "--pairs", shape.pairs, "-O", "t", "-o",
      output.string()};
  words.insert(words.end(), how.begin(), how.end());
  return words;
}

}  // namespace hapmill::bench
