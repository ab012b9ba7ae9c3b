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

/// The rules of reading that matter for counting cells.
struct CountedCells {
  std::uint32_t column_count = 0;
  std::uint32_t allele_columns =
      0;  ///< the first columns, which hold alleles; the others are not counted
  char delimiter = '\t';
  bool fold_case = false;
  std::vector<std::string> missing_codes;
  std::string deletion_code;
};

/// Counts the cells of rows by allele, as written in the matrix, and the missing cells by column.
/// One thread uses an object; the counts of several objects can be added.
class CellCounts {
 public:
  /// The most longer alleles that are counted separately; others are counted together.
  static constexpr std::size_t max_longer = 1000;

  explicit CellCounts(CountedCells const& reading);

  /// Counts the cells of a row if it has the right number of fields. ByteBuffer::slack bytes after
  /// it can be read.
  void add_row(Row row);
  void add(CellCounts const& other);

  std::uint64_t row_count() const { return row_count_; }
  /// Returns the number of cells that are this one byte.
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
  // Several sets of counters, because reading a counter that was just written is slow.
  std::array<std::array<std::uint64_t, 256>, 4> bytes_{};
  std::array<std::uint64_t, 256> refs_{};
  std::map<std::string, std::uint64_t, std::less<>> longer_;
  std::uint64_t other_longer_ = 0;
  std::vector<std::uint64_t> missing_;
};

}  // namespace hapmill
