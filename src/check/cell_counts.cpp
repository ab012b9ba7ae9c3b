#include "check/cell_counts.hpp"

#include <algorithm>
#include <cstring>

#include "hapmill/model/genotype.hpp"

namespace hapmill {

namespace {

/// Returns a word of four such bytes.
constexpr std::uint64_t of_each_byte(char byte) {
  return 0x0101'0101'0101'0101U * static_cast<unsigned char>(byte);
}

std::string folded(std::string_view text, bool fold_case) {
  std::string result{text};
  if (fold_case) std::transform(result.begin(), result.end(), result.begin(), to_upper);
  return result;
}

}  // namespace

CellCounts::CellCounts(CountedCells const& reading)
    : column_count_{reading.column_count},
      allele_columns_{reading.allele_columns},
      delimiter_{reading.delimiter},
      fold_case_{reading.fold_case},
      missing_(reading.allele_columns) {
  for (auto const& code : reading.missing_codes) {
    if (code.size() != 1) {
      longer_missing_.insert(folded(code, fold_case_));
      continue;
    }
    for (int byte = 0; byte < 256; ++byte) {
      bool const same = fold(static_cast<char>(byte), fold_case_) == fold(code[0], fold_case_);
      if (same) is_missing_byte_[static_cast<std::size_t>(byte)] = 1;
    }
  }
}

void CellCounts::add_row(Row row) {
  std::uint32_t at = 0;
  std::uint32_t ref = 0;
  for (std::uint32_t field = 0; field < site_field_count; ++field) {
    auto const* const end =
        static_cast<char const*>(std::memchr(row.text + at, delimiter_, row.size - at));
    if (end == nullptr) return;
    ref = at;
    at = static_cast<std::uint32_t>(end + 1 - row.text);
  }
  bool const has_phases = allele_columns_ != column_count_;
  if (!has_phases && row.size - at == 2 * column_count_ - 1 && is_regular(row.text + at)) {
    add_regular(row.text + at);
  } else {
    auto const ends = std::count(row.text + at, row.text + row.size, delimiter_);
    if (static_cast<std::uint64_t>(ends) + 1 != column_count_) return;
    add_any(row, at);
  }
  ++row_count_;
  if (at - ref == 2) ++refs_[static_cast<unsigned char>(row.text[ref])];
}

/// Whether every cell is one byte, so that there is a delimiter at every second byte and nowhere
/// else.
bool CellCounts::is_regular(char const* cells) const {
  constexpr std::uint64_t odd = 0xFF00'FF00'FF00'FF00U;
  constexpr std::uint64_t even = 0x00FF'00FF'00FF'00FFU;
  constexpr std::uint64_t carries = 0x0100'0100'0100'0100U;
  std::uint64_t const delimiters = of_each_byte(delimiter_);
  std::uint32_t const pairs = column_count_ - 1;
  std::uint32_t pair = 0;
  for (; pair + 4 <= pairs; pair += 4) {
    std::uint64_t word = 0;
    std::memcpy(&word, cells + 2 * pair, sizeof(word));  // the first byte is the lowest
    word ^= delimiters;
    // A byte that is not 0 carries into the one above it, which belongs to a delimiter.
    if ((word & odd) != 0 || (((word & even) + even) & carries) != carries) return false;
  }
  for (; pair < pairs; ++pair) {
    if (cells[2 * pair] == delimiter_ || cells[2 * pair + 1] != delimiter_) return false;
  }
  return cells[2 * pairs] != delimiter_;
}

void CellCounts::add_regular(char const* cells) {
  for (std::uint32_t column = 0; column < allele_columns_; ++column) {
    auto const byte = static_cast<unsigned char>(cells[2 * column]);
    ++bytes_[column % 4][byte];
    missing_[column] += is_missing_byte_[byte];
  }
}

void CellCounts::add_any(Row row, std::uint32_t cells_begin) {
  std::string_view rest{row.text + cells_begin, row.size - cells_begin};
  // One byte per call, at the end of the row; see PhaseFormat.
  std::uint32_t const calls = column_count_ - allele_columns_;
  char const* const phases = row.text + row.size + 1 - std::size_t{2} * calls;
  for (std::uint32_t column = 0; column < allele_columns_; ++column) {
    auto const cell = rest.substr(0, rest.find(delimiter_));
    rest.remove_prefix(std::min(cell.size() + 1, rest.size()));
    bool const fills_up = calls != 0 && column % 2 == 1 &&
                          phases[column - 1] == static_cast<char>(CallPhase::haploid);
    if (fills_up) continue;
    if (cell.size() == 1) {
      ++bytes_[0][static_cast<unsigned char>(cell[0])];
    } else {
      add_longer(cell, 1);
    }
    missing_[column] += is_missing(cell) ? 1 : 0;
  }
}

bool CellCounts::is_missing(std::string_view cell) const {
  if (cell.size() == 1) return is_missing_byte_[static_cast<unsigned char>(cell[0])] != 0;
  return !longer_missing_.empty() && longer_missing_.contains(folded(cell, fold_case_));
}

void CellCounts::add_longer(std::string_view cell, std::uint64_t count) {
  constexpr std::size_t most_bytes = 64;
  auto const known = longer_.find(cell);
  if (known != longer_.end()) {
    known->second += count;
  } else if (longer_.size() < max_longer && cell.size() <= most_bytes) {
    longer_.emplace(cell, count);
  } else {
    other_longer_ += count;
  }
}

void CellCounts::add(CellCounts const& other) {
  row_count_ += other.row_count_;
  for (std::size_t byte = 0; byte < 256; ++byte) {
    bytes_[0][byte] += other.count_of(static_cast<unsigned char>(byte));
    refs_[byte] += other.refs_[byte];
  }
  for (auto const& [cell, count] : other.longer_) add_longer(cell, count);
  other_longer_ += other.other_longer_;
  for (std::size_t column = 0; column < missing_.size(); ++column) {
    missing_[column] += other.missing_[column];
  }
}

std::uint64_t CellCounts::count_of(unsigned char byte) const {
  return bytes_[0][byte] + bytes_[1][byte] + bytes_[2][byte] + bytes_[3][byte];
}

}  // namespace hapmill
