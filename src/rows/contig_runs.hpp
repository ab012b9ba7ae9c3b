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
  /// Returns the number of the contig, which is added if it is new.
  std::uint32_t number_of(std::string_view name);
  bool has(std::string_view name) const { return numbers_.contains(name); }
  std::optional<std::uint32_t> find(std::string_view name) const {
    auto const found = numbers_.find(name);
    return found == numbers_.end() ? std::nullopt : std::optional{found->second};
  }
  /// The reference stays valid when more contigs are added.
  std::string const& name(std::uint32_t number) const { return names_[number]; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(names_.size()); }

 private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

/// Follows which contig each row belongs to.
///
/// A row names its contig if its CHROM is well formed and a delimiter follows. Any other row
/// belongs to the contig of the row before it; at the start of the matrix, to the first contig.
class ContigTracker {
 public:
  explicit ContigTracker(RowShape const& shape) : shape_{shape} {}

  /// Takes the next row. Returns true if it names another contig than the rows before.
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

  /// The contig of the last row taken; empty if no row has named one yet.
  std::string const& name() const { return name_; }

 private:
  RowShape shape_;
  std::string name_;
};

/// The contigs of a regular file and the stretches of their rows, in file order.
struct ContigRuns {
  ContigNames names;
  std::vector<Stretch> runs;
  /// Element k is the line of the first row that begins at offset k * segment_bytes or later.
  /// Empty: not known.
  std::vector<std::uint64_t> window_lines;
};

/// A matrix with more stretches than this is refused; the user has to sort it by contig first.
inline constexpr std::size_t max_contig_runs = 1'000'000;

/// Finds the stretches by bisection, which reads a few kilobytes per contig. The answer is right if
/// all rows of each contig are consecutive, which the conversion has to check row by row. Returns
/// nothing if a scan is cheaper, see RowProbe.
std::optional<ContigRuns> bisect_contig_runs(MatrixInput const& input, MatrixHeader const& header,
                                             RowShape const& shape);

/// Finds the stretches and their first lines by reading CHROM of every row. Throws InputError,
/// ChangedInput.
ContigRuns scan_contig_runs(MatrixInput const& input, MatrixHeader const& header,
                            RowShape const& shape);

/// Throws the error for a matrix of more than max_contig_runs stretches.
[[noreturn]] void refuse_contig_runs(std::string const& matrix_name);

}  // namespace hapmill
