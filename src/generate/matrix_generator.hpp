#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "generate/gap_sampler.hpp"

namespace hapmill {

struct GenerateOptions {
  std::uint64_t row_count = 100'000;
  std::uint64_t column_count = 30;
  std::uint32_t contig_count = 5;
  /// Share of the rows that are variant sites.
  double variant_rate = 0.2;
  /// Share of all cells that are `N`.
  double missing_rate = 0.02;
  /// Share of the cells of variant sites that are `-`. A deletion makes a site variant, so the
  /// other sites have none.
  double deletion_rate = 0.005;
  std::uint64_t seed = 1;
  bool header = true;
  /// Contigs are named `<contig_prefix>1`, `<contig_prefix>2` …
  std::string contig_prefix = "chr";
  bool crlf = false;
};

/// Makes a synthetic genome matrix: the same bytes for the same options, on every platform.
///
/// Contigs are even runs of rows with increasing positions; most variant sites have one alternate,
/// carried by few columns; columns `s001a` and `s001b` pair. A variant site always holds an
/// alternate, so that `variant_rate` can be checked from the cells.
///
/// Rows are made in blocks that do not depend on each other: threads may share a generator.
class MatrixGenerator {
 public:
  static constexpr std::uint64_t max_column_count = std::uint64_t{1} << 31;

  /// Throws UsageError where the options ask for what a matrix cannot hold.
  explicit MatrixGenerator(GenerateOptions const& options);

  GenerateOptions const& options() const noexcept { return options_; }

  /// With its newline; empty where the options ask for no header.
  std::string header_line() const;

  std::uint64_t block_count() const noexcept;

  /// No block is larger. About 1 MiB, or one row where a row is longer.
  std::size_t max_block_bytes() const noexcept;

  /// Writes the rows of block `ordinal` and returns their size. `destination` has room for
  /// `max_block_bytes()`.
  std::size_t write_block(std::uint64_t ordinal, char* destination) const;

  void append_block(std::uint64_t ordinal, std::string& text) const;

 private:
  struct BlockState;

  std::uint64_t contig_of(std::uint64_t row) const noexcept;
  std::uint64_t first_row(std::uint64_t contig) const noexcept;
  void fill_cells(char* cells, unsigned base) const noexcept;
  void write_variant_cells(char* cells, unsigned ref, std::uint64_t row_bits,
                           BlockState& state) const noexcept;
  void write_missing_cells(char* cells, BlockState& state) const noexcept;

  GenerateOptions options_;
  GapSampler missing_gaps_;
  GapSampler deletion_gaps_;
  std::uint64_t variant_threshold_ = 0;
  std::uint64_t rows_per_contig_ = 0;
  /// This many contigs, the first ones, have one row more.
  std::uint64_t longer_contig_count_ = 0;
  std::uint64_t mean_position_gap_ = 0;
  std::uint64_t rows_per_block_ = 0;
  std::size_t max_row_bytes_ = 0;
  /// For each base, a run of cells that hold it.
  std::array<std::string, 4> uniform_cells_;
};

/// Makes the whole matrix and gives it to `sink` in order, about 1 MiB at a time.
void generate_matrix(GenerateOptions const& options,
                     std::function<void(std::string_view)> const& sink);

}  // namespace hapmill
