#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "generate/gap_sampler.hpp"

namespace hapmill {

/// The properties of a synthetic matrix.
struct GenerateOptions {
  std::uint64_t row_count = 100'000;
  std::uint64_t column_count = 30;
  std::uint32_t contig_count = 5;
  /// Share of rows that are variant sites.
  double variant_rate = 0.2;
  /// Share of all cells that are `N`.
  double missing_rate = 0.02;
  /// Share of cells of variant sites that are `-`. Other sites have no `-`, because a deletion
  /// makes a site variant.
  double deletion_rate = 0.005;
  std::uint64_t seed = 1;
  /// Write a header.
  bool header = true;
  /// Contigs are named `<contig_prefix>1`, `<contig_prefix>2` and so on.
  std::string contig_prefix = "chr";
  /// Lines end in CR LF.
  bool crlf = false;
};

/// Makes a synthetic genome matrix. The same options give the same bytes on every platform.
///
/// Contigs have equal numbers of rows, with increasing positions. Most variant sites have one
/// alternate, in few columns. Columns `s001a` and `s001b` belong to one sample. A variant site
/// always has a cell with an alternate, so `variant_rate` can be verified from the cells.
///
/// Rows are made in blocks that do not depend on each other, so several threads can use one
/// generator.
class MatrixGenerator {
 public:
  static constexpr std::uint64_t max_column_count = std::uint64_t{1} << 31;

  /// Throws UsageError if a matrix cannot have the properties in `options`.
  explicit MatrixGenerator(GenerateOptions const& options);

  GenerateOptions const& options() const noexcept { return options_; }

  /// Returns the header with its newline; empty if the options ask for no header.
  std::string header_line() const;

  /// Number of blocks.
  std::uint64_t block_count() const noexcept;

  /// Returns the size of the largest block: about 1 MiB, or one row if a row is longer.
  std::size_t max_block_bytes() const noexcept;

  /// Writes the rows of block `ordinal` and returns their size. `destination` has room for
  /// `max_block_bytes()`.
  std::size_t write_block(std::uint64_t ordinal, char* destination) const;

  /// Appends the rows of block `ordinal` to `text`.
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
  /// Number of contigs, the first ones, that have one row more than the others.
  std::uint64_t longer_contig_count_ = 0;
  std::uint64_t mean_position_gap_ = 0;
  std::uint64_t rows_per_block_ = 0;
  std::size_t longest_row_bytes_ = 0;
  /// [base] A series of cells that have the base.
  std::array<std::string, 4> uniform_cells_;
};

/// Makes a whole matrix and passes it to `sink` in order, about 1 MiB at a time.
void generate_matrix(GenerateOptions const& options,
                     std::function<void(std::string_view)> const& sink);

}  // namespace hapmill
