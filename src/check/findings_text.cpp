#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "bytes/text_lines.hpp"
#include "check/findings.hpp"
#include "matrix/row_fault_message.hpp"
#include "support/human_units.hpp"

namespace hapmill {

namespace {

/// Returns the first few things of a list as text. `print` makes the text of one.
template <class Things, class Print>
std::string first_few(Things const& things, std::size_t most, Print const& print) {
  std::string text;
  for (std::size_t k = 0; k < std::min(most, things.size()); ++k) {
    text += (k == 0 ? "" : ", ") + print(things[k]);
  }
  if (things.size() > most) text += fmt::format(" … ({} in all)", human_count(things.size()));
  return text;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "0%";
  return fmt::format("{:.3g}%", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

constexpr std::size_t few = 8;

std::string shape(MatrixFindings const& found) {
  std::string rows = human_number(found.order.row_count(), "row");
  if (found.is_cut) {
    rows = "the first " + rows + " (there are more: --rows)";
  } else if (!found.totals && found.order.row_count() != 0) {
    rows = "at least " + rows;  // some rows may have been read ahead
  }
  std::string const bytes = found.byte_count == 0 ? "" : ", " + human_bytes(found.byte_count);
  return fmt::format("{}: {}, {}{}\n", found.matrix, rows,
                     human_number(found.column_names.size(), "haplotype column"), bytes);
}

std::string header(MatrixFindings const& found) {
  auto const name = [](std::string const& text) { return text; };
  auto text =
      fmt::format("header: {}: {}\n", found.names_from, first_few(found.header_names, few, name));
  auto const repeated = repeated_names(found.header_names);
  if (!repeated.empty()) {
    text += "  names of more than one column: " + first_few(repeated, few, name) + "\n";
  }
  auto const pairs = static_cast<std::uint64_t>(std::count_if(
      found.plan.samples.begin(), found.plan.samples.end(),
      [](Sample const& sample) { return sample.columns.second != SampleColumns::none; }));
  text += fmt::format(
      "samples: {}, {} of two columns and {} of one: {}\n",
      human_number(found.plan.samples.size(), "sample"), human_count(pairs),
      human_count(found.plan.samples.size() - pairs),
      first_few(found.plan.samples, few, [](Sample const& sample) { return sample.name; }));
  return text;
}

std::string contigs(MatrixFindings const& found) {
  auto const& contigs = found.order.contigs();
  std::string text = fmt::format(
      "contigs: {}: {}\n", human_count(contigs.size()),
      first_few(contigs, few, [](ContigOrderFacts const& contig) {
        std::string const positions = contig.first_pos == 0
                                          ? "no position"
                                          : fmt::format("{}-{}", contig.first_pos, contig.last_pos);
        return fmt::format("{} ({}, {})", contig.name, human_number(contig.row_count, "row"),
                           positions);
      }));
  std::vector<ContigOrderFacts> apart;
  Occurrences backward;
  Occurrences repeated;
  std::string backward_contig;
  for (auto const& contig : contigs) {
    if (contig.run_count > 1) apart.push_back(contig);
    if (contig.backward.count != 0) backward.add(contig.backward.count, contig.backward.first_line);
    if (contig.repeated.count != 0) repeated.add(contig.repeated.count, contig.repeated.first_line);
    if (backward_contig.empty() && contig.backward.count != 0) backward_contig = contig.name;
  }
  if (apart.empty()) {
    text += "order: the rows of each contig are consecutive\n";
  } else {
    text += fmt::format(
        "order: rows of a contig are not consecutive, which only uncompressed files may have: {}\n",
        first_few(apart, few, [](auto const& contig) {
          return fmt::format("{} in {} places, the second from line {}", contig.name,
                             human_count(contig.run_count), contig.second_run);
        }));
  }
  text +=
      backward.count == 0
          ? "  positions ascend in each contig\n"
          : fmt::format("  positions go backwards {}, first at line {} (contig {})\n",
                        human_number(backward.count, "time"), backward.first_line, backward_contig);
  text += repeated.count == 0
              ? "  no row has the position of the row before\n"
              : fmt::format(
                    "  {} the position of the row before, first at line {}\n",
                    repeated.count == 1 ? "1 row has" : human_count(repeated.count) + " rows have",
                    repeated.first_line);
  return text;
}

std::string cells(MatrixFindings const& found) {
  auto const kinds = cell_kinds(found);
  constexpr std::size_t most_kinds = 24;
  std::string text =
      "cells: " +
      first_few(kinds, most_kinds,
                [](CellKind const& kind) {
                  char const* const role = kind.role == CellKind::Role::missing    ? " missing"
                                           : kind.role == CellKind::Role::deletion ? " deletion"
                                                                                   : "";
                  bool const is_plain =
                      kind.text.size() == 1 && kind.text[0] > ' ' && kind.text[0] < 0x7F;
                  return fmt::format("{} {}{}", is_plain ? kind.text : quoted(kind.text),
                                     human_count(kind.count), role);
                }) +
      "\n";
  if (found.cells->other_longer() != 0) {
    text += fmt::format("  and {} with alleles that are too many or too long to be listed\n",
                        human_number(found.cells->other_longer(), "cell"));
  }
  auto const& missing = found.cells->missing();
  auto const sum = std::accumulate(missing.begin(), missing.end(), std::uint64_t{0});
  std::uint64_t const rows = found.cells->row_count();
  text +=
      fmt::format("missing: {} of {} ({})", human_count(sum),
                  human_number(rows * missing.size(), "cell"), percent(sum, rows * missing.size()));
  if (sum == 0) return text + "\n";
  std::vector<std::size_t> worst(missing.size());
  std::iota(worst.begin(), worst.end(), std::size_t{0});
  std::stable_sort(worst.begin(), worst.end(),
                   [&](std::size_t a, std::size_t b) { return missing[a] > missing[b]; });
  worst.resize(std::min<std::size_t>(worst.size(), 5));
  return text + "; most in " +
         first_few(worst, 5,
                   [&](std::size_t column) {
                     return fmt::format("{} ({})", found.column_names[column],
                                        percent(missing[column], rows));
                   }) +
         "\n";
}

std::string rows(MatrixFindings const& found) {
  RowCounts const& rows = found.totals->rows;
  std::string text = fmt::format("sites: {} of {} variant ({}), {} non-variant, {} filtered\n",
                                 human_count(rows.written), human_count(rows.read),
                                 percent(rows.written, rows.read), human_count(rows.non_variant),
                                 human_count(rows.filtered));
  if (rows.rejected == 0) return text + "bad rows: none\n";
  text += fmt::format("bad rows: {}\n", human_count(rows.rejected));
  for (std::size_t kind = 0; kind < found.totals->rejected.size(); ++kind) {
    RejectedRows const& rejected = found.totals->rejected[kind];
    if (rejected.count == 0) continue;
    text +=
        fmt::format("  {}: {}, first in line{} {}\n", fault_reason(static_cast<RowFaultKind>(kind)),
                    human_count(rejected.count), rejected.first_lines.size() == 1 ? "" : "s",
                    fmt::join(rejected.first_lines, ", "));
  }
  for (auto const& row : found.bad_rows) {
    // The verdict says what to do, so it is removed here.
    text += "  " + row.what.substr(0, row.what.find("; mend the row")) + "\n";
  }
  return text;
}

}  // namespace

std::string findings_as_text(MatrixFindings const& found) {
  std::string text;
  if (found.has_header) {
    text += shape(found) + header(found);
    if (found.order.row_count() != 0) text += contigs(found);
    if (found.cells && found.cells->row_count() != 0) text += cells(found);
    if (found.totals) text += rows(found);
  }
  for (auto const& note : found.notes) text += "note: " + note + "\n";
  for (auto const& advice : found.advice) {
    text += fmt::format("perhaps {}: {}\n", advice.option, advice.because);
  }
  if (found.verdict.status == ExitStatus::done) {
    text += fmt::format("hapmill convert accepts {}\n", found.is_cut ? "these rows" : "it");
  } else {
    text += fmt::format("hapmill convert would stop: {}\n", found.verdict.problem);
  }
  return text;
}

}  // namespace hapmill
