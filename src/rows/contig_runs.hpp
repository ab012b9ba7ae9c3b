#pragma once

#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hapmill/backend/chunk.hpp"
#include "hapmill/model/row_fields.hpp"
#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "matrix/row_shape.hpp"

namespace hapmill {

/// The contigs of a matrix, numbered in order of first appearance.
class ContigNames {
 public:
  /// Number of the contig, entered if it is new.
  std::uint32_t number_of(std::string_view name);
  bool has(std::string_view name) const { return numbers_.contains(name); }
  std::optional<std::uint32_t> find(std::string_view name) const {
    auto const found = numbers_.find(name);
    return found == numbers_.end() ? std::nullopt : std::optional{found->second};
  }
  /// Stays where it is when others are entered.
  std::string const& name(std::uint32_t number) const { return names_[number]; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(names_.size()); }

 private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

/// Follows which contig each row belongs to.
///
/// A row names its contig by a well-formed CHROM and a delimiter after it; any other row belongs
/// to the contig of the row before it, or to the first one.
class ContigTracker {
 public:
  explicit ContigTracker(RowShape const& shape) : shape_{shape} {}

  /// Takes the next row; true if it names another contig than the rows before.
  bool meet(Row row) {
    bool const may_begin_row = shape_.chrom_field == 0 && !name_.empty();
    if (may_begin_row && row.size > name_.size() && row.text[name_.size()] == shape_.delimiter &&
        std::memcmp(row.text, name_.data(), name_.size()) == 0) {
      return false;
    }
    std::string_view const name = contig_of_row(row, shape_);
    if (name.empty() || name == name_) return false;
    name_ = name;
    return true;
  }

  /// The contig of the last row taken; empty if none has been named.
  std::string const& name() const { return name_; }

 private:
  RowShape shape_;
  std::string name_;
};

/// Contigs of a regular file and where their rows stand, in file order.
struct ContigRuns {
  ContigNames names;
  std::vector<Stretch> runs;
  /// [multiples of segment_bytes] line of the first row that begins there or later; empty: not
  /// known.
  std::vector<std::uint64_t> window_lines;
};

/// Runs past this number are refused: the matrix is to be sorted by contig first.
inline constexpr std::size_t max_contig_runs = 1'000'000;

/// Finds the runs by bisection, reading a few kilobytes a contig. Right wherever each contig's rows
/// stand together, so the conversion has to check each row. None if the contigs are too many for
/// it to pay.
std::optional<ContigRuns> bisect_contig_runs(MatrixInput const& input, MatrixHeader const& header,
                                             RowShape const& shape);

/// Finds the runs, and the line at which each begins, by reading CHROM of every row.
ContigRuns scan_contig_runs(MatrixInput const& input, MatrixHeader const& header,
                            RowShape const& shape);

/// The error for a matrix of more than max_contig_runs.
[[noreturn]] void refuse_contig_runs(std::string const& matrix_name);

}  // namespace hapmill
