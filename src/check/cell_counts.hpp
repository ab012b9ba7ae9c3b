#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hapmill/model/row_fields.hpp"

namespace hapmill {

/// What a matrix is read by, as far as counting its cells takes it.
struct CountedCells {
  std::uint32_t column_count = 0;
  std::uint32_t allele_columns = 0;  ///< those of alleles, the first ones; the others have no cells
  char delimiter = '\t';
  bool fold_case = false;
  std::vector<std::string> missing_codes;
  std::string deletion_code;
};

/// Counts the cells of rows: by allele as it is written, and what is missing by column. Used by one
/// thread; several are added up.
class CellCounts {
 public:
  /// Distinct alleles of more than one byte that are told apart; the others are counted as one.
  static constexpr std::size_t max_longer = 1000;

  explicit CellCounts(CountedCells const& reading);

  /// Counts a row, if it has as many fields as there should be. The bytes after it, up to
  /// ByteBuffer::slack, can be read.
  void add_row(Row row);
  void add(CellCounts const& other);

  std::uint64_t row_count() const { return row_count_; }
  /// Cells of this one byte.
  std::uint64_t count_of(unsigned char byte) const;
  std::uint64_t count_of_ref(unsigned char byte) const { return refs_[byte]; }
  std::map<std::string, std::uint64_t, std::less<>> const& longer() const { return longer_; }
  std::uint64_t other_longer() const { return other_longer_; }
  std::vector<std::uint64_t> const& missing() const { return missing_; }  ///< [columns of alleles]

 private:
  bool is_regular(char const* cells) const;
  void add_regular(char const* cells);
  void add_any(Row row, std::uint32_t cells_begin);
  void add_longer(std::string_view cell, std::uint64_t count);
  bool is_missing(std::string_view cell) const;

  std::uint32_t column_count_;
  std::uint32_t allele_columns_;
  char delimiter_;
  bool fold_case_;
  std::array<std::uint8_t, 256> is_missing_byte_{};
  std::set<std::string, std::less<>> longer_missing_;

  std::uint64_t row_count_ = 0;
  // Several, since a counter that was just written is not soon read again.
  std::array<std::array<std::uint64_t, 256>, 4> bytes_{};
  std::array<std::uint64_t, 256> refs_{};
  std::map<std::string, std::uint64_t, std::less<>> longer_;
  std::uint64_t other_longer_ = 0;
  std::vector<std::uint64_t> missing_;
};

}  // namespace hapmill
