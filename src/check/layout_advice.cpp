#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bytes/text_lines.hpp"
#include "check/advice.hpp"
#include "matrix/table_sample.hpp"

namespace hapmill {

namespace {

using Rows = std::vector<SampleFields>;

constexpr std::size_t least_fields = site_field_count + 1;

std::string name_of_byte(char byte) {
  if (byte == '\t') return "TAB";
  return byte == ' ' ? "space" : std::string(1, byte);
}

void advise_on_delimiter(std::string_view line, SampleFields const& first, char delimiter,
                         std::vector<Advice>& advice) {
  char const found = parting_byte(line, delimiter);
  if (found == delimiter || first.size() < least_fields) return;
  std::string const byte = found == '\t' ? "'\\t'" : found == ' ' ? "' '" : std::string(1, found);
  advice.push_back({"--delimiter " + (found == ';' ? "';'" : byte),
                    fmt::format("the first line has {} fields separated by {}, and no {}",
                                first.size(), name_of_byte(found), name_of_byte(delimiter))});
}

bool is_hapmap(SampleFields const& first) {
  return first.size() > 11 && upper_case(first[0]).starts_with("RS") &&
         upper_case(first[1]) == "ALLELES" && upper_case(first[2]).starts_with("CHR") &&
         upper_case(first[3]).starts_with("POS");
}

/// Returns the number of the column, from 1, that has one of these names in the first line; 0 if
/// there is none.
std::size_t column_named(SampleFields const& first, std::initializer_list<std::string_view> names) {
  for (std::size_t k = 0; k < first.size(); ++k) {
    if (std::find(names.begin(), names.end(), upper_case(first[k])) != names.end()) return k + 1;
  }
  return 0;
}

void advise_on_columns(SampleFields const& first, std::vector<Advice>& advice) {
  std::size_t const chrom =
      column_named(first, {"CHROM", "#CHROM", "CHR", "CONTIG", "CHROMOSOME", "SCAFFOLD"});
  std::size_t const pos = column_named(first, {"POS", "POSITION", "BP"});
  std::size_t const ref = column_named(first, {"REF", "REFERENCE"});
  if (chrom == 0 || pos == 0 || ref == 0) return;
  std::string skipped;
  std::string names;
  for (auto const name : {"ID", "ALT", "QUAL", "FILTER", "STRAND"}) {
    std::size_t const column = column_named(first, {name});
    if (column == 0) continue;
    skipped += fmt::format(",skip={}", column);
    names += fmt::format("{}column {} is {}", names.empty() ? "" : ", ", column, name);
  }
  // convert skips an ALT column after REF by itself.
  if (skipped == ",skip=4" && upper_case(first[3]) == "ALT") skipped.clear();
  bool const is_moved = chrom != 1 || pos != 2 || ref != 3;
  if (!is_moved && skipped.empty()) return;
  if (is_moved) {
    names = fmt::format("CHROM, POS and REF are columns {}, {} and {}{}{}", chrom, pos, ref,
                        names.empty() ? "" : ", ", names);
  }
  advice.push_back(
      {fmt::format("--columns chrom={},pos={},ref={}{}", chrom, pos, ref, skipped), names});
}

/// Whether nearly all cells of the rows after the first pass the test.
template <class Test>
bool nearly_all_cells(Rows const& rows, Test const& test) {
  std::size_t cells = 0;
  std::size_t fitting = 0;
  for (std::size_t k = 1; k < rows.size(); ++k) {
    for (std::size_t f = site_field_count; f < rows[k].size(); ++f) {
      ++cells;
      if (test(f - site_field_count, rows[k][f])) ++fitting;
    }
  }
  return cells > 0 && 10 * fitting >= 9 * cells;
}

void advise_on_cells(Rows const& rows, std::vector<Advice>& advice) {
  bool const is_diploid = nearly_all_cells(rows, [](std::size_t, std::string_view cell) {
    return cell == "." || (cell.size() == 3 && is_genotype(cell));
  });
  std::string_view const cell = rows.size() > 1 && rows[1].size() > site_field_count
                                    ? rows[1][site_field_count]
                                    : std::string_view{};
  if (is_diploid && cell != ".") {
    advice.push_back(
        {"--input-format diploid",
         fmt::format("its cells have the two alleles of a sample, such as {}", quoted(cell))});
  }
  bool const has_quality = nearly_all_cells(rows, [](std::size_t column, std::string_view text) {
    return column % 2 == 0 ? is_genotype(text) : is_decimal(text);
  });
  if (has_quality && rows[1].size() > least_fields) {
    advice.push_back(
        {"--cell-columns call,quality",
         fmt::format("its cells alternate between letters and numbers, such as {} and {}",
                     quoted(cell), quoted(rows[1][least_fields]))});
  }
}

}  // namespace

std::vector<Advice> advise_on_layout(std::string_view begin, char delimiter) {
  std::vector<Advice> advice;
  Rows const rows = leading_rows(begin, delimiter);
  if (rows.empty() || rows.front().empty()) return advice;
  // Fields are views into their line.
  SampleFields const& first = rows.front();
  std::string_view const line{
      first.front().data(),
      static_cast<std::size_t>(first.back().data() + first.back().size() - first.front().data())};
  advise_on_delimiter(line, first, delimiter, advice);
  if (is_hapmap(first)) {
    advice.push_back(
        {"--input-format hapmap",
         fmt::format("the first line begins {} {} {} {}", first[0], first[1], first[2], first[3])});
    return advice;
  }
  advise_on_columns(first, advice);
  advise_on_cells(rows, advice);
  return advice;
}

}  // namespace hapmill
