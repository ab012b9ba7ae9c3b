#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hapmill {

/// The place of a row in a matrix as one number that sorts by file, then by line. The low bits are
/// the line number, the high bits the index of the file. In the first file, usually the only one,
/// it equals the line number.
using RowPlace = std::uint64_t;

inline constexpr unsigned row_place_line_bits = 44;

inline RowPlace make_row_place(std::size_t file, std::uint64_t line) {
  return std::uint64_t{file} << row_place_line_bits | line;
}
inline std::size_t file_of(RowPlace place) { return place >> row_place_line_bits; }
inline std::uint64_t line_of(RowPlace place) {
  return place & ((std::uint64_t{1} << row_place_line_bits) - 1);
}

/// `FILE:LINE`.
inline std::string file_and_line(std::vector<std::string> const& file_names, RowPlace place) {
  return fmt::format("{}:{}", file_names[file_of(place)], line_of(place));
}

}  // namespace hapmill
