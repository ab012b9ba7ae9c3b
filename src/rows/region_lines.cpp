#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"
#include "rows/regions.hpp"

namespace hapmill {

namespace {

/// A position as the file counts it; past the largest it is that. None for other text.
std::optional<std::uint64_t> parse_place(std::string_view text) {
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
  return error == std::errc{} ? std::optional{value} : std::nullopt;
}

bool is_left_aside(std::string_view line, bool is_bed) {
  auto const begins_with = [&](std::string_view word) {
    return line.starts_with(word) &&
           (line.size() == word.size() || line[word.size()] == ' ' || line[word.size()] == '\t');
  };
  return line.empty() || line[0] == '#' ||
         (is_bed && (begins_with("track") || begins_with("browser")));
}

}  // namespace

std::vector<Region> parse_region_lines(std::string_view text, bool is_bed,
                                       std::string const& path) {
  if (text.starts_with("\x1F\x8B")) {
    throw InputError{path + " is compressed: decompress it first, `gunzip -k " + path + "`"};
  }
  std::vector<Region> regions;
  std::size_t number = 0;
  for (auto const& line : split_lines(text)) {
    ++number;
    if (is_left_aside(line, is_bed)) continue;
    auto const refuse = [&](char const* what) {
      throw InputError{fmt::format(
          "{}:{}: {} (found {}); columns are separated by TABs: {}", path, number, what,
          quoted(line),
          is_bed ? "contig, start from 0, end" : "contig, first position from 1, last position")};
    };
    auto const fields = split_fields(line, '\t');
    if (fields[0].empty()) refuse("no contig");
    if (fields.size() == 1 && line.find(' ') != line.npos) refuse("no TAB in the line");
    if (fields.size() == 1) {
      regions.push_back({fields[0], {}});
      continue;
    }
    if (is_bed && fields.size() == 2) refuse("a line of BED without an end");
    auto const first = parse_place(fields[1]);
    auto const last = fields.size() == 2 ? first : parse_place(fields[2]);
    if (!first || !last) refuse("not a position");
    std::uint64_t const begin = is_bed ? *first : *first - 1;
    if (!is_bed && *first == 0) refuse("positions count from 1, save in a file named .bed");
    if (*last < begin || (!is_bed && *last == begin)) refuse("it ends before it begins");
    // Empty in BED, or where no matrix has rows.
    if (*last == begin || begin >= max_pos) continue;
    regions.push_back({fields[0],
                       {static_cast<std::uint32_t>(begin + 1),
                        static_cast<std::uint32_t>(std::min<std::uint64_t>(*last, max_pos))}});
  }
  return regions;
}

}  // namespace hapmill
