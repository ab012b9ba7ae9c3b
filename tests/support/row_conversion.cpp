#include "row_conversion.hpp"

#include "random.hpp"
#include "random_matrix.hpp"

#include "convert/totals.hpp"
#include "cpu/row_converter.hpp"
#include "matrix/row_fault_message.hpp"
#include "options/convert_arguments.hpp"
#include "options/planner.hpp"
#include "reference/convert.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <sstream>

namespace hapmill::test {
namespace {

std::string header_of(RowCase const& row_case) {
  std::string const delimiter(1, row_case.options.delimiter);
  std::string header = "CHROM" + delimiter + "POS" + delimiter + "REF";
  for (std::string const& name : row_case.column_names) header += delimiter + name;
  return header + '\n';
}

std::string text_of(RowCase const& row_case) {
  std::string text;
  for (std::string const& row : row_case.rows) text += row + row_case.line_end;
  return text;
}

/// Returns the rejects file that the pipeline would write.
std::string rejects_of(SiteBatch const& batch) {
  std::string rejects;
  for (RejectedRow const& rejected : batch.rejected) {
    rejects += std::to_string(rejected.row + 2) + '\t';
    rejects += std::string{fault_reason(rejected.fault.kind)} + '\t' + rejected.text + '\n';
  }
  return rejects;
}

std::string counts_of(RowCounts const& counts) {
  std::ostringstream text;
  text << counts.read << " read, " << counts.written << " written, " << counts.non_variant
       << " non-variant, " << counts.filtered << " filtered, " << counts.rejected << " rejected";
  return text.str();
}

std::string filters_of(FilterCounts const& filtered) {
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t k = 0; k < filtered.size(); ++k) {
    if (filtered[k] == 0) continue;
    counts[std::string{filter_name(static_cast<FilterReason>(k))}] = filtered[k];
  }
  return nlohmann::json(counts).dump();
}

std::string counts_of(RowPlan const& plan, std::vector<ColumnCounts> const& columns) {
  std::ostringstream text;
  for (Sample const& sample : plan.samples) {
    ColumnCounts sum = columns[sample.columns.first];
    if (sample.columns.second != SampleColumns::none) {
      sum.missing += columns[sample.columns.second].missing;
      sum.deleted += columns[sample.columns.second].deleted;
    }
    text << sample.name << ' ' << sum.missing << ' ' << sum.deleted << ", ";
  }
  return text.str();
}

std::string counts_of(reference::Result const& result) {
  std::ostringstream text;
  for (auto const& sample : result.samples) {
    text << sample.name << ' ' << sample.missing << ' ' << sample.deleted << ", ";
  }
  return text.str();
}

/// Returns the first line in which two texts differ, from both.
std::string first_difference(std::string const& what, std::string const& found,
                             std::string const& expected) {
  if (found == expected) return {};
  std::istringstream found_lines{found};
  std::istringstream expected_lines{expected};
  std::string a;
  std::string b;
  do {
    a = b = "(no line)";
    std::getline(found_lines, a);
    std::getline(expected_lines, b);
  } while (a == b && found_lines && expected_lines);
  return what + ":\n  " + a.substr(0, 400) + "\nand the reference:\n  " + b.substr(0, 400) + '\n';
}

}  // namespace

std::vector<std::string> numbered_columns(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t k = 1; k <= count; ++k) names.push_back("c" + std::to_string(k));
  return names;
}

std::string shuffled_pairs(std::size_t column_count, std::uint64_t seed) {
  std::vector<std::string> names = numbered_columns(column_count);
  Random random{seed};
  random.shuffle(names);
  std::string pairs;
  for (std::size_t k = 0; k < names.size(); k += 2) {
    pairs += 'x' + std::to_string(k) + '\t' + names[k];
    pairs += (k + 1 < names.size() ? '\t' + names[k + 1] : "") + '\n';
  }
  return pairs;
}

RowPlan make_row_plan(RowCase const& row_case, TemporaryFolder const& folder) {
  RandomCase const random_case{.seed = 0, .matrix = {}, .options = row_case.options};
  std::vector<std::string> arguments{"matrix"};
  for (auto const& option : command_line_options(random_case, folder.path())) {
    arguments.push_back(option);
  }
  if (row_case.report) arguments.insert(arguments.end(), {"--report", "report"});
  ConvertPlan plan = make_plan(*parse_convert_arguments(arguments));
  add_samples(plan, row_case.column_names);
  return plan.row;
}

reference::Result convert_by_reference(RowCase const& row_case) {
  return reference::convert(header_of(row_case) + text_of(row_case), row_case.options);
}

std::string find_row_difference(RowCase const& row_case, RowPlan const& plan,
                                cpu::Stages const& stages, reference::Result const& expected) {
  std::string const text = text_of(row_case);
  Chunk chunk;
  chunk.text.append(text.data(), text.size());
  chunk.pieces.push_back({{0, text.size(), 2, 0}, true, row_case.contig});
  chunk.runs.push_back({0, text.size(), 0});
  // The bytes after the text must not matter, so make them look like more rows.
  std::size_t const slack = ByteBuffer::slack;
  for (std::size_t i = 0; i < slack; ++i) chunk.text.end()[i] = text[i % text.size()];

  SiteBatch batch;
  cpu::RowConverter converter{plan, stages};
  converter.convert(chunk, batch);
  if (batch.breaks_plan) return "the plan is said to be broken\n";

  RowCounts const counts{expected.rows_read, expected.rows_written, expected.rows_non_variant,
                         expected.rows_filtered, expected.rows_rejected};
  std::string const records = expected.output.substr(expected.output.find('\n') + 1);
  std::string difference =
      first_difference("records", {batch.records.data(), batch.records.size()}, records) +
      first_difference("rejects", rejects_of(batch), expected.rejects) +
      first_difference("rows", counts_of(batch.counts[0]), counts_of(counts)) +
      first_difference("filtered", filters_of(batch.filtered),
                       nlohmann::json(expected.filtered).dump()) +
      first_difference("half-calls", std::to_string(batch.half_calls),
                       std::to_string(expected.half_calls));
  if (row_case.report) {
    difference += first_difference("samples", counts_of(plan, batch.columns), counts_of(expected));
  }
  return difference;
}

}  // namespace hapmill::test
