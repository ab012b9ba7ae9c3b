#include "contigs.hpp"

#include "columns.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>

namespace reference {
namespace {

/// Returns the contig that a row names; a bad row may name none.
std::optional<std::string> named_contig(std::string const& row, Options const& options) {
  std::vector<std::string> const fields = split_row(row, options);
  std::size_t const chrom = make_columns(options).chrom;
  if (fields.size() < 2 || fields.size() <= chrom || !is_contig_name(fields[chrom])) {
    return std::nullopt;
  }
  return fields[chrom];
}

/// Returns the contig of each row. Rows that name no contig belong to that of the row before, or to
/// the first contig.
std::vector<PlacedRow> place_rows(std::vector<Row> const& rows, Options const& options) {
  std::string contig;
  for (Row const& row : rows) {
    std::optional<std::string> const named = named_contig(row.text, options);
    if (named) {
      contig = *named;
      break;
    }
  }

  std::vector<PlacedRow> placed;
  std::set<std::string> left;
  for (Row const& row : rows) {
    std::string const next = named_contig(row.text, options).value_or(contig);
    if (next != contig) left.insert(contig);
    contig = next;
    placed.push_back(PlacedRow{row, contig, left.contains(contig)});
  }
  return placed;
}

void sort_contigs(std::vector<std::string>& contigs) {
  std::sort(contigs.begin(), contigs.end());
  if (std::all_of(contigs.begin(), contigs.end(), is_number)) {
    std::stable_sort(contigs.begin(), contigs.end(), number_less);
  }
}

}  // namespace

bool is_contig_name(std::string const& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char symbol) {
    auto const byte = static_cast<unsigned char>(symbol);
    return byte <= 0x20 || byte == 0x7F;
  });
}

std::vector<PlacedRow> in_output_order(std::vector<Row> const& rows, Options const& options) {
  std::vector<PlacedRow> const placed = place_rows(rows, options);
  if (options.stream) return placed;

  std::vector<std::string> contigs;
  std::map<std::string, std::vector<PlacedRow>> rows_of;
  for (PlacedRow const& row : placed) {
    if (!rows_of.contains(row.contig)) contigs.push_back(row.contig);
    rows_of[row.contig].push_back(row);
  }
  if (options.contig_order == "sorted") sort_contigs(contigs);

  std::vector<PlacedRow> ordered;
  for (std::string const& contig : contigs) {
    ordered.insert(ordered.end(), rows_of[contig].begin(), rows_of[contig].end());
  }
  return ordered;
}

}  // namespace reference
