#include "input/cell_picker.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace hapmill {

namespace {

std::vector<CellPicker const*> all_cell_pickers() {
#if defined(__x86_64__)
  return {&avx512_cell_picker, &avx2_cell_picker, &scalar_cell_picker};
#else
  return {&scalar_cell_picker};
#endif
}

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// Writes the calls, by one byte after another.
bool pick_cells(CellPattern const& pattern, char const* cells, char const* end, char* to) {
  char const* at = cells;
  auto const is_over = [&] { return at == end || *at == pattern.delimiter; };
  for (std::uint32_t column = 0; column < pattern.column_count; ++column) {
    for (std::uint32_t part = 0; part < pattern.part_count; ++part) {
      if (at > end) return false;
      char const* const begin = at;
      if (part == pattern.call) {
        if (is_over()) return false;
        ++at;
        if (!is_over()) return false;
        to[0] = *begin;
        to[1] = pattern.delimiter;
        to += 2;
      } else if (part == pattern.quality) {
        std::uint32_t quality = 0;
        for (; at - begin < 2 && at != end && is_digit(*at); ++at) {
          quality = quality * 10 + static_cast<std::uint32_t>(*at - '0');
        }
        if (at == begin || !is_over()) return false;
        if (quality < pattern.least_quality) to[-2] = pattern.missing;
      } else {
        while (!is_over()) ++at;
      }
      ++at;
    }
  }
  return at == end + 1;
}

}  // namespace

CellPicker const scalar_cell_picker{"scalar", [] { return true; }, pick_cells};

CellPattern::CellPattern(ColumnLayout const& layout, std::uint32_t columns, double least,
                         char low_call)
    : delimiter{layout.shape.delimiter},
      missing{low_call},
      column_count{columns},
      part_count{static_cast<std::uint32_t>(layout.cell_parts.size())},
      call{layout.place_of(CellPart::call)},
      quality{layout.place_of(CellPart::quality)},
      least_quality{static_cast<std::uint8_t>(std::ceil(std::min(least, 100.0)))} {
  auto const fields_of = [&](std::uint32_t part, std::uint32_t wanted) {
    std::uint64_t fields = 0;
    for (std::uint32_t k = 0; k < 64; ++k) {
      if ((part + k) % part_count == wanted) fields |= std::uint64_t{1} << k;
    }
    return fields;
  };
  for (std::uint32_t part = 0; part < most_parts; ++part) {
    calls_after[part] = fields_of(part, call);
    qualities_after[part] = fields_of(part, quality);
  }
  for (std::uint32_t k = 0; k < std::size(part_of); ++k) {
    part_of[k] = static_cast<std::uint8_t>(k % part_count);
  }
}

bool CellPattern::fits(ColumnLayout const& layout, bool reads_quality) {
  std::size_t const parts = layout.cell_parts.size();
  std::uint32_t const call = layout.place_of(CellPart::call);
  return parts > 1 && parts <= most_parts && !layout.shape.has_runs &&
         !is_digit(layout.shape.delimiter) &&
         (!reads_quality || layout.place_of(CellPart::quality) == call + 1);
}

std::vector<CellPicker const*> runnable_cell_pickers() {
  std::vector<CellPicker const*> runnable;
  for (auto const* picker : all_cell_pickers()) {
    if (picker->is_supported()) runnable.push_back(picker);
  }
  return runnable;
}

CellPicker const& select_cell_picker(std::string const& simd) {
  auto const all = all_cell_pickers();
  auto from =
      std::find_if(all.begin(), all.end(), [&](auto const* one) { return one->name == simd; });
  if (from == all.end()) from = all.begin();
  return **std::find_if(from, all.end(), [](auto const* one) { return one->is_supported(); });
}

}  // namespace hapmill
