#include "options/column_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "bytes/text_lines.hpp"
#include "dialects/column_rewriter.hpp"
#include "options/option_table.hpp"

namespace hapmill {

namespace {

constexpr std::uint32_t most_columns = 1'000'000'000;

/// A byte, or the word `spaces`.
RowShape parse_delimiter(std::string const& text) {
  RowShape shape;
  if (text == "spaces") {
    shape.delimiter = ' ';
    shape.has_runs = true;
    return shape;
  }
  std::string const byte = text == "\\t" ? "\t" : text;
  if (byte.size() != 1 || byte[0] == '\n' || byte[0] == '\r' || byte[0] == '\0') {
    throw UsageError{"--delimiter is a single byte, and no newline, or the word spaces"};
  }
  shape.delimiter = byte[0];
  return shape;
}

/// Reads `chrom=1,pos=2,ref=3,alt=4,skip=5:9`.
class ColumnList {
 public:
  explicit ColumnList(std::string const& text) : text_{text} {
    for (auto const& item : split_fields(text, ',')) read(item);
  }

  void apply(ColumnLayout& layout) {
    layout.shape.chrom_field = place_of("chrom", 0);
    layout.shape.pos_field = place_of("pos", 1);
    layout.ref_field = place_of("ref", 2);
    layout.alt_field = place_of("alt", ColumnLayout::none);
    for (auto const field : skipped_) claim(field, "skip");
    std::sort(skipped_.begin(), skipped_.end());
    layout.skipped = skipped_;
    layout.is_given = true;
  }

 private:
  void read(std::string const& item) {
    std::size_t const sign = item.find('=');
    std::string const name = item.substr(0, sign);
    if (sign == std::string::npos) fail(item + " is no NAME=COLUMN");
    std::string const value = item.substr(sign + 1);
    if (name == "skip") return read_skip(value);
    bool const is_known = name == "chrom" || name == "pos" || name == "ref" || name == "alt";
    if (!is_known) fail(name + " is not one of: chrom, pos, ref, alt, skip");
    if (!places_.emplace(name, number(value)).second) fail(name + " is named twice");
  }

  void read_skip(std::string const& value) {
    constexpr std::uint32_t most = 1U << 20;
    std::size_t const colon = value.find(':');
    std::uint32_t const first = number(value.substr(0, colon));
    std::uint32_t const last = colon == std::string::npos ? first : number(value.substr(colon + 1));
    if (last < first || last - first >= most) fail("skip=" + value + " is no range");
    for (std::uint32_t field = first; field <= last; ++field) skipped_.push_back(field);
  }

  /// A column counted from 1, as a field counted from 0.
  std::uint32_t number(std::string const& text) const {
    std::uint32_t value = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || stop != text.data() + text.size() || value == 0 ||
        value > most_columns) {
      fail(quoted(text) + " is not a column; columns are counted from 1");
    }
    return value - 1;
  }

  std::uint32_t place_of(std::string const& name, std::uint32_t by_default) {
    auto const found = places_.find(name);
    std::uint32_t const field = found == places_.end() ? by_default : found->second;
    if (field != ColumnLayout::none) claim(field, name);
    return field;
  }

  void claim(std::uint32_t field, std::string const& name) {
    auto const [other, is_new] = claimed_.emplace(field, name);
    if (is_new) return;
    fail(fmt::format("column {} is both {} and {}", field + 1, other->second, name));
  }

  [[noreturn]] void fail(std::string const& what) const {
    throw UsageError{fmt::format(
        "--columns {}: {}; it is written as in chrom=1,pos=2,ref=3,alt=4,skip=5:9", text_, what)};
  }

  std::string const& text_;
  std::map<std::string, std::uint32_t> places_;
  std::vector<std::uint32_t> skipped_;
  std::map<std::uint32_t, std::string> claimed_;
};

std::vector<CellPart> parse_cell_columns(std::string const& text) {
  std::vector<CellPart> parts;
  for (auto const& word : split_fields(text, ',')) {
    parts.push_back(parse_word<CellPart>(
        "cell-columns", word,
        {{"call", CellPart::call}, {"quality", CellPart::quality}, {"skip", CellPart::skip}}));
  }
  if (std::count(parts.begin(), parts.end(), CellPart::call) != 1 ||
      std::count(parts.begin(), parts.end(), CellPart::quality) > 1) {
    throw UsageError{"--cell-columns " + text +
                     ": the columns of one haplotype hold one call and at most one quality"};
  }
  return parts;
}

}  // namespace

ColumnLayout parse_columns(ConvertOptions const& options) {
  ColumnLayout layout;
  layout.shape = parse_delimiter(options.delimiter);
  if (options.columns) ColumnList{*options.columns}.apply(layout);
  if (options.cell_columns) layout.cell_parts = parse_cell_columns(*options.cell_columns);
  return layout;
}

std::optional<double> parse_min_quality(ConvertOptions const& options, ColumnLayout const& layout) {
  if (!options.min_quality) return std::nullopt;
  if (layout.place_of(CellPart::quality) == ColumnLayout::none) {
    throw UsageError{
        "--min-quality needs to know where qualities are: --cell-columns call,quality"};
  }
  auto const quality = parse_quality(*options.min_quality);
  if (!quality) throw UsageError{"--min-quality " + *options.min_quality + " is not a number"};
  return quality;
}

}  // namespace hapmill
